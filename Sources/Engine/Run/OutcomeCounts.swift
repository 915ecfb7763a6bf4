import Records

extension RunOutcome {
    /// Pairs and records by outcome.
    ///
    /// - Postcondition: on each side, matched, in review and unmatched records add up to the records read.
    func counts() -> RunSummary.Counts {
        var counts = RunSummary.Counts()
        counts.candidates = scored.candidates
        var left = Sides(count: loaded.tables.left.count)
        var right = Sides(count: loaded.tables.right.count)
        for link in resolution.links {
            if link.band == .match { counts.matches += 1 } else { counts.review += 1 }
            left.note(link.edge.left, link.band)
            if options.isDedupe {
                left.note(link.edge.right, link.band)
            } else {
                right.note(link.edge.right, link.band)
            }
        }
        (counts.leftMatched, counts.leftReview, counts.leftUnmatched) = left.totals()
        if !options.isDedupe {
            (counts.rightMatched, counts.rightReview, counts.rightUnmatched) = right.totals()
            precondition(
                counts.rightMatched + counts.rightReview + counts.rightUnmatched == loaded.tables.right.count,
                "every right record is accounted for")
        }
        precondition(
            counts.leftMatched + counts.leftReview + counts.leftUnmatched == loaded.tables.left.count,
            "every left record is accounted for")
        counts.clusters = resolution.clusters.count
        counts.clustered = resolution.clusters.reduce(0) { $0 + $1.count }
        return counts
    }

    /// The best band of each record of one source.
    private struct Sides {
        var matched: RecordSet
        var linked: RecordSet
        let count: Int

        init(count: Int) {
            self.count = count
            matched = RecordSet(count: count)
            linked = RecordSet(count: count)
        }

        mutating func note(_ record: RecordIndex, _ band: Band) {
            linked.insert(record)
            if band == .match { matched.insert(record) }
        }

        func totals() -> (matched: Int, review: Int, unmatched: Int) {
            let (m, l) = (matched.count, linked.count)
            return (m, l - m, count - l)
        }
    }
}
