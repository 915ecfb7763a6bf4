import Diff
import Records

/// Why a diff is not to be trusted, found step by step; a sentence each.
struct DiffGuards {
    let options: DiffOptions
    private(set) var tripped: [String] = []

    init(_ options: DiffOptions) { self.options = options }

    /// Files without a byte.
    mutating func check(files: DiffSources) {
        guard options.guards else { return }
        for side in files.emptySides {
            let name = side == .left ? files.left.name : files.right.name
            tripped.append("\(name) is empty: not even a header")
        }
    }

    /// Columns of the key that went away: without them there is nothing to compare by.
    mutating func check(key sources: DiffSources) {
        guard options.guards else { return }
        let mapped = Set(options.map.map(\.left))
        for name in options.key ?? []
        where sources.left.columns.contains(name) && !sources.right.columns.contains(name)
            && !mapped.contains(name)
        {
            tripped.append("column '\(name)', which is part of the key, was dropped or renamed")
        }
    }

    /// Numbers of records: exports cut off.
    mutating func check(left: ReadSummary, right: ReadSummary, sources: DiffSources) {
        if options.guards && sources.emptySides.isEmpty {
            for (summary, source) in [(left, sources.left), (right, sources.right)]
            where summary.records == 0 && summary.rejects.isEmpty {
                tripped.append("\(source.name) has a header and no records")
            }
            if right.records * 2 < left.records && (right.records > 0 || !right.rejects.isEmpty) {
                let share = Int(100 * Double(right.records) / Double(left.records))
                tripped.append(
                    "\(sources.right.name) has \(right.records) records, \(share) % of the \(left.records) before: a partial export"
                )
            }
            check(lost: left, sources.left)
            check(lost: right, sources.right)
            check(encoding: left, right, sources)
        }
        if let fewest = options.limits.minRows, right.records < UInt64(fewest) {
            tripped.append(
                "\(sources.right.name) has \(right.records) records, fewer than --min-rows \(fewest)")
        }
    }

    /// Records that took others with them: a quote out of place takes all up to the next one.
    private mutating func check(lost summary: ReadSummary, _ source: any RecordSource) {
        guard summary.linesLost * 100 > summary.records + summary.linesLost else { return }
        let longest = summary.longestLoss.map { ": \($0.reason), lines \($0.firstLine) to \($0.lastLine)" }
        tripped.append(
            "\(source.name) lost \(Format.count(Int(summary.linesLost), "line")) to records that could not be read\(longest ?? "")"
        )
    }

    private mutating func check(encoding left: ReadSummary, _ right: ReadSummary, _ sources: DiffSources) {
        let share = { (summary: ReadSummary) in
            Double(summary.invalidText) / Double(max(1, summary.records + UInt64(summary.rejects.count)))
        }
        guard right.invalidText > 0, share(right) > 0.01, share(right) > 10 * share(left) else { return }
        tripped.append(
            "\(sources.right.name) has a broken encoding: \(right.invalidText) of its records are not in the one of the file"
        )
    }

    /// Columns that went away, or whose values went elsewhere.
    mutating func check(schema changes: [SchemaChange], sample: PairSample, columns: ComparedColumns) {
        guard options.guards else { return }
        for change in changes {
            let (left, right) = (change.left ?? "", change.right ?? "")
            switch change.kind {
            case .added: continue
            case .dropped: tripped.append("column '\(left)' was dropped")
            case .renamed:
                // Following a renamed column is what smart means.
                if !options.equality.smart {
                    tripped.append("column '\(left)' is called '\(right)' now: \(change.evidence)")
                }
            case .shifted:
                tripped.append("values of column '\(left)' stand under '\(right)': \(change.evidence)")
            }
        }
        let broken = sample.brokenTextShare(columns.cells)
        if broken.values >= 5 && broken.share >= 0.5 {
            tripped.append(
                "texts beyond ASCII are broken on the right: \(Int(100 * broken.share)) % of \(broken.values) values were decoded wrongly"
            )
        }
    }

    /// The limits that a person set.
    mutating func check(outcome: DiffOutcome, left: UInt64) {
        func check(_ limit: DiffLimit?, _ count: UInt64, _ what: String, _ flag: String) {
            guard let limit, Double(count) > limit.most(of: left) else { return }
            let share = (Double(count) / Double(max(left, 1)) * 1000).rounded() / 10
            tripped.append(
                "records \(what): \(count) (\(shortest(share)) % of the left ones), more than \(flag) \(limit.text)"
            )
        }
        let limits = options.limits
        check(
            limits.removed, outcome.rowsRemoved + outcome.duplicateRowsRemoved, "removed",
            "--max-removed")
        check(limits.added, outcome.rowsAdded + outcome.duplicateRowsAdded, "added", "--max-added")
        check(limits.changed, outcome.rowsChanged + outcome.duplicateRowsChanged, "changed", "--max-changed")
    }
}
