import Records

/// How sure a run is that links of a weight are right.
struct Sureness {
    /// What labels have taught of the model's probabilities.
    let lesson: LabelLesson?
    /// Share of the links, however sure, that are wrong for reasons no weight knows of.
    let lapse: Double

    /// Where a list is looked up in another by what names say, the one that is meant may be missing and one of its
    /// siblings stand in its place ("2010 …", "2011 …"): nothing in the two names tells. So often that was the case
    /// on the sets of half A.
    private static let lookUpLapse = 0.07

    init(_ lesson: LabelLesson?, _ method: MatchMethod, _ tables: TablePair) {
        self.lesson = lesson
        let isLookUp = lookUpCardinality(left: tables.left.count, right: tables.right.count) != nil
        lapse = lesson == nil && method == .text && isLookUp ? Self.lookUpLapse : 0
    }

    /// The probability that a link of this weight is right.
    func probability(_ weight: Float) -> Double {
        if let lesson { return lesson.probability(weight) }
        return (1 - lapse) * matchProbability(weight: weight)
    }

    /// The model's own probability of links that are right with this one.
    func own(_ probability: Double) -> Double {
        if let lesson { return lesson.own(probability) }
        return min(probability / (1 - lapse), 1)
    }
}
