import Records

/// How sure a run is that links of a weight are right.
struct Sureness {
    /// What labels have taught of the model's probabilities.
    let lesson: LabelLesson?
    /// Share of the links, however sure, that are wrong for reasons no weight knows of.
    let lapse: Double

    /// Where a list is looked up in another by what names say, the one that is meant may be missing and one of its
    /// siblings stand in its place ("2010 …", "2011 …"): nothing in the two names tells. So often that was the case
    /// on the sets of half A, and in that share of what chance may have found (`ChanceFinds`), on these sets whole and
    /// with half of what is looked up left out.
    private static let lookUpLapse = (always: 0.03, ofChance: 0.6)

    /// - Parameter text: what a plan by text has learnt; nil: by fields.
    init(_ lesson: LabelLesson?, _ text: TextPlan?, _ tables: TablePair) {
        self.lesson = lesson
        let isLookUp = lookUpCardinality(left: tables.left.count, right: tables.right.count) != nil
        guard let text, lesson == nil && isLookUp else {
            lapse = 0
            return
        }
        lapse = Self.lookUpLapse.always + Self.lookUpLapse.ofChance * (text.chance?.share ?? 0)
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
