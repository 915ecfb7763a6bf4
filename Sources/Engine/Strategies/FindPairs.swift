import Neighbours
import Records

/// Finds the pairs of a strategy that is not by keys.
///
/// - Parameter texts: where they are looked for, for a strategy that looks in texts.
/// - Returns: the pairs, and whether one is among them.
/// - Throws: `TieoutError` where there are more than `--max-pairs` allows.
func findPairs(
    _ candidates: Strategy.Candidates, _ tables: TablePair, in texts: SearchedTexts?, options: MatchOptions,
    monitor: RunMonitor
) throws -> (pairs: PairList, isCandidate: (RecordIndex, RecordIndex) -> Bool) {
    func searched() -> SearchedTexts {
        guard let texts else { preconditionFailure("texts are looked for somewhere") }
        return texts
    }
    switch candidates {
    case .keys: preconditionFailure("keys are joined")
    case .equalRecords:
        guard let pairs = equalRecords(tables, most: options.maxPairs) else {
            throw tooMany("pairs of records are equal", options, remedy: "remove the copies first")
        }
        return (pairs, { areEqual(tables.left[$0], tables.right[$1]) })
    case .neighbours(let search):
        let found = try TextSearch(search, in: searched()).find(threads: options.threads, monitor: monitor)
        try requireNeighbours(
            found, options, instead: "ask for fewer of each record: 'neighbours: {count: …}'")
        let pairs = PairList(left: found.left, right: found.right)
        return (pairs, pairs.contains)
    case .minHash(let search):
        let sides = try searched().sides(threads: options.threads)
        guard
            let found = try SimilarTexts(
                left: sides[0], right: tables.isDedupe ? nil : sides[1], search.hashing,
                most: options.maxPairs,
                threads: options.threads, monitor: monitor)
        else {
            throw tooMany(
                "pairs have texts in common", options,
                remedy: "ask for texts that are more alike: fewer 'bands' of as many 'hashes'")
        }
        let pairs = PairList(left: found.left, right: found.right)
        return (pairs, pairs.contains)
    }
}

private func tooMany(_ what: String, _ options: MatchOptions, remedy: String) -> TieoutError {
    TieoutError(
        "more \(what) than --max-pairs allows, \(options.maxPairs ?? 0)",
        remedy: "raise --max-pairs, or \(remedy)")
}
