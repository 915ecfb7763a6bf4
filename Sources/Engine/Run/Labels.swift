import Linkage
import Records
import Resolve

/// What a run has learnt from labelled pairs.
struct LabelLesson {
    var calibration = LabelCalibration()
    /// Labelled pairs: matches, others, and those of either that are no candidates.
    var matches = 0
    var others = 0
    var unseen = 0
    /// What was learnt, for people.
    private(set) var sentence = ""

    /// The probability, as labels have it, of a match weight of the model.
    func probability(_ ownWeight: Float) -> Double {
        logistic(calibration.calibrated(Double(ownWeight) / bitsPerNat))
    }

    /// The model's own probability that labels take for `probability`.
    func own(_ probability: Double) -> Double {
        min(max(logistic(calibration.uncalibrated(logit(of: probability))), 1e-9), 1 - 1e-9)
    }

    /// What was learnt, for people; of the thresholds before and after.
    fileprivate mutating func tell(_ before: Double, _ after: Double) {
        let rounded = { (value: Double) in "\((value * 1000).rounded() / 1000)" }
        sentence =
            "\(matches + others) pairs, \(matches) of them matches"
            + (unseen > 0 ? ", \(unseen) below what is looked at" : "")
            + ": matches begin at \(rounded(after)) of the model's own probability, not at \(rounded(before))"
    }
}

/// Labelled pairs are looked up among candidates down to this match probability.
private let labelFloor = 1e-4

extension MatchOptions {
    /// The match probability from which candidates are kept while labels may still move the thresholds.
    var keptFrom: Double { labelsPath == nil ? review : min(review, labelFloor) }

    /// The same options with the thresholds where the labelled pairs put them, and what was learnt; candidates below
    /// the new review threshold are dropped.
    ///
    /// - Throws: `TieoutError` for a file of labels that cannot be read, or an id that no record has.
    func taught(_ scored: inout ScoredEdges, tables: TablePair) throws -> (
        options: MatchOptions, lesson: LabelLesson?
    ) {
        guard let labelsPath else { return (self, nil) }
        let labels = try readDecisions(labelsPath, tables: tables)
        var lesson = LabelLesson()
        let found = labels.map { scored.weight(of: $0.left, $0.right, isDedupe: tables.isDedupe) }
        // What is no candidate, or below the floor, is as sure as the floor that it is none.
        let logits = found.map { $0.map { Double($0) / bitsPerNat } ?? logit(of: labelFloor) }
        let matches = labels.map { $0.verdict == .mustLink }
        lesson.matches = matches.count { $0 }
        lesson.others = matches.count - lesson.matches
        lesson.unseen = found.count { $0 == nil }
        // A match that is no candidate tells of the rules, not of the weights.
        let telling = labels.indices.filter { found[$0] != nil || !matches[$0] }
        lesson.calibration = LabelCalibration(
            logits: telling.map { logits[$0] }, matches: telling.map { matches[$0] })
        var options = self
        options.threshold = lesson.own(threshold)
        options.review = min(lesson.own(review), options.threshold)
        lesson.tell(threshold, options.threshold)
        let least = matchWeight(probability: options.review)
        scored.edges.removeAll { $0.weight < least }
        return (options, lesson)
    }
}

extension ScoredEdges {
    /// The weight of a pair; nil where it is no candidate, or was not kept.
    ///
    /// - Complexity: O(log edges), which stand by left and then right record.
    fileprivate func weight(of one: RecordIndex, _ other: RecordIndex, isDedupe: Bool) -> Float? {
        let (left, right) = isDedupe ? (min(one, other), max(one, other)) : (one, other)
        let place = lowerBound(0..<edges.count) { (edges[$0].left, edges[$0].right) < (left, right) }
        guard place < edges.count, edges[place].left == left, edges[place].right == right else { return nil }
        return edges[place].weight
    }
}

/// Natural logarithm of the odds of a probability, above 0 and below 1.
private func logit(of probability: Double) -> Double {
    Double(matchWeight(probability: probability)) / bitsPerNat
}
