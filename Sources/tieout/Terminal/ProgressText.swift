import Records

/// What the progress line says about a snapshot. No state, no terminal: text from numbers.
enum ProgressText {
    /// One line for the present stage, at most `columns` wide:
    /// `scoring ━━━━━━━━━━╌╌╌╌╌╌  62 %  48.1 M pairs/s  about 12 s left`.
    static func line(_ snapshot: RunSnapshot, style: TerminalStyle, columns: Int) -> String {
        let name = snapshot.stage.rawValue
        let fraction = fraction(of: snapshot)
        var notes = [fraction.map(Format.percent) ?? Format.seconds(snapshot.stageElapsed)]
        if let pace = pace(of: snapshot) { notes.append(pace) }
        if fraction != nil, let left = snapshot.stageSecondsLeft {
            notes.append("about \(Format.seconds(left)) left")
        }

        // What does not fit is left out from the right, never wrapped: a wrapped line is not rewritten.
        let room = columns - 1
        while notes.count > 1, width(name, notes) > room { notes.removeLast() }
        guard width(name, notes) <= room else { return String("\(name) \(notes[0])".prefix(max(0, room))) }
        let bar = min(28, room - width(name, notes) - 2)
        let tail = style.dim(notes.dropFirst().joined(separator: "  "))
        var parts = [style.bold(name)]
        if bar >= 6, let fraction { parts.append(drawn(fraction, width: bar, style: style)) }
        parts.append(notes[0])
        if notes.count > 1 { parts.append(tail) }
        return parts.joined(separator: "  ")
    }

    /// One line for a stage that has ended: `reading: 2,000,000 records, 222 MB in 0.6 s`.
    ///
    /// - Parameter snapshot: taken after the stage; its counters tell what the stage did.
    static func summary(of stage: RunMonitor.Stage, seconds: Double, _ snapshot: RunSnapshot) -> String {
        let done: [String] =
            switch stage {
            case .reading: reading(snapshot)
            case .walking: [plural(snapshot.recordsRead, "file")]
            case .hashing, .verifying: [Format.bytes(snapshot.bytesRead)]
            case .scoring: [plural(snapshot.pairsScored, "pair")]
            case .resolving: resolving(snapshot)
            default: []
            }
        let time = Format.seconds(seconds)
        return done.isEmpty
            ? "\(stage.rawValue): \(time)" : "\(stage.rawValue): \(done.joined(separator: ", ")) in \(time)"
    }

    private static func reading(_ snapshot: RunSnapshot) -> [String] {
        var done = [plural(snapshot.recordsRead, "record"), Format.bytes(snapshot.bytesRead)]
        if snapshot.recordsRejected > 0 { done.append("\(Format.count(snapshot.recordsRejected)) rejected") }
        return done
    }

    private static func resolving(_ snapshot: RunSnapshot) -> [String] {
        let matched = snapshot.pairsMatched
        var done = [matched == 1 ? "1 match" : "\(Format.count(matched)) matches"]
        if snapshot.pairsInReview > 0 { done.append("\(Format.count(snapshot.pairsInReview)) to review") }
        return done
    }

    private static func fraction(of snapshot: RunSnapshot) -> Double? {
        guard snapshot.unitsInAll > 0 else { return nil }
        return min(1, max(0, Double(snapshot.unitsDone) / Double(snapshot.unitsInAll)))
    }

    /// Mean over the stage so far; steps of no particular kind have no pace worth telling.
    private static func pace(of snapshot: RunSnapshot) -> String? {
        guard snapshot.stageElapsed > 0, snapshot.unitsDone > 0 else { return nil }
        let rate = Double(snapshot.unitsDone) / snapshot.stageElapsed
        return switch snapshot.stage {
        case .reading, .hashing, .verifying: Format.bytesPerSecond(rate)
        case .scoring: Format.perSecond(rate, "pairs")
        default: nil
        }
    }

    private static func drawn(_ fraction: Double, width: Int, style: TerminalStyle) -> String {
        let full = Int((fraction * Double(width)).rounded(.down))
        let (done, left) = style.hasUnicode ? ("━", "╌") : ("#", ".")
        return style.green(String(repeating: done, count: full))
            + style.dim(String(repeating: left, count: width - full))
    }

    private static func width(_ name: String, _ notes: [String]) -> Int {
        name.count + notes.reduce(0) { $0 + 2 + $1.count }
    }

    private static func plural(_ count: Int, _ noun: String) -> String {
        "\(Format.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }
}
