import GRDB
import Records

extension StrategiesRecord {
    /// Writes the comparison into its tables.
    func insert(into database: Database) throws {
        try database.insert(values: values())
        for source in sources { try source.insert(into: database) }
        for (number, strategy) in strategies.enumerated() {
            try strategy.insert(number, into: database)
        }
        for pair in agreement {
            try database.execute(
                sql: "INSERT INTO strategy_pair VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    pair.strategy, pair.other, pair.both, pair.onlyStrategy, pair.onlyOther,
                    pair.trueOnlyStrategy, pair.trueOnlyOther, pair.jaccard,
                ])
        }
        let insertPair = try database.makeStatement(
            sql: """
                INSERT INTO disagreement (strategy, other, left_id, right_id, weight, probability, is_true)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for pair in disagreements {
            try insertPair.execute(arguments: [
                pair.strategy, pair.other, pair.left, pair.right, pair.weight, pair.probability, pair.isTrue,
            ])
        }
        try database.insert(warnings: warnings)
    }

    private func values() -> [String: DatabaseValue] {
        var values = counts.mapValues(\.databaseValue)
        values["command"] = "strategies".databaseValue
        values["version"] = version.databaseValue
        values["created"] = created.databaseValue
        values["seconds"] = seconds.databaseValue
        fingerprints.add(to: &values)
        return values
    }
}

extension StrategyRecord {
    fileprivate func insert(_ number: Int, into database: Database) throws {
        let facts: [(any DatabaseValueConvertible)?] = [
            number, name, method, job, cardinality, threshold, review, candidates, reductionRatio, matches,
            inReview, pairsFound, clusters, expectedPrecision, expectedMatches, expectedBy, candidateRecall,
            truePositives, falsePositives, falseNegatives, precision, recall, f1, bestF1, bestThreshold,
            pairsCompleteness, bCubedPrecision, bCubedRecall, bCubedF1, seconds, peakMemory,
        ]
        let marks = Array(repeating: "?", count: facts.count).joined(separator: ", ")
        try database.execute(
            sql: "INSERT INTO strategy VALUES (\(marks))", arguments: StatementArguments(facts))
        for (place, point) in curve.enumerated() {
            try database.execute(
                sql: "INSERT INTO strategy_point VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    number, place, point.threshold, point.weight, point.found, point.expectedPrecision,
                    point.expectedMatches, point.truePositives, point.precision, point.recall, point.f1,
                ])
        }
        for (place, stage) in stages.enumerated() {
            try database.execute(
                sql: "INSERT INTO strategy_stage VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [number, place, stage.stage, stage.seconds, stage.recordsIn, stage.recordsOut])
        }
        try insertLinks(number, into: database)
    }

    private func insertLinks(_ number: Int, into database: Database) throws {
        func id(_ table: Records.Table, _ record: RecordIndex) -> RecordID {
            RecordID(bytes: table.id(record))
        }
        let insertLink = try database.makeStatement(
            sql: "INSERT INTO strategy_link VALUES (?, ?, ?, ?, ?, ?, ?)")
        for link in links {
            try insertLink.execute(arguments: [
                number, id(left, link.edge.left), id(right, link.edge.right), bandCode(link.band),
                storedWeight(link.edge.weight), matchProbability(weight: link.edge.weight),
                isTrue.map { $0(link.edge) },
            ])
        }
        let insertMember = try database.makeStatement(sql: "INSERT INTO strategy_member VALUES (?, ?, ?)")
        for member in members {
            try insertMember.execute(arguments: [number, id(left, member.cluster), id(left, member.record)])
        }
    }
}
