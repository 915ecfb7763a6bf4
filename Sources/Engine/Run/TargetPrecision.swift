import Records
import Resolve

/// The least match probability from which on so great a share of the matches is expected to be right: the mean
/// probability of the links at or above it is the precision to expect.
///
/// - Parameters:
///   - target: 0…1.
///   - resolution: links at or above the review threshold, whatever their band.
///   - sureness: what its weights are worth.
/// - Returns: nil where not even the surest links reach the target.
/// - Complexity: O(links · log links).
func threshold(
    expecting target: Double, of resolution: Resolution, _ sureness: Sureness
) -> Double? {
    let probabilities = resolution.links.map { sureness.probability($0.edge.weight) }.sorted(by: >)
    var found: Double?
    var sum = 0.0
    for (place, probability) in probabilities.enumerated() {
        sum += probability
        // Links of one probability are taken together or not at all.
        let isLast = place + 1 == probabilities.count || probabilities[place + 1] < probability
        if isLast && sum / Double(place + 1) >= target { found = probability }
    }
    return found
}

extension MatchOptions {
    /// The same options with the match threshold that the target precision asks for.
    func aimed(
        _ scored: ScoredEdges, _ sureness: Sureness, tables: TablePair, decisions: [PersonDecision],
        monitor: RunMonitor
    ) throws -> MatchOptions {
        guard let target = targetPrecision else { return self }
        var options = self
        options.targetPrecision = nil
        options.threshold = options.review
        let all = try resolve(scored, tables: tables, options: options, decisions: decisions)
        if let expected = Engine.threshold(expecting: target, of: all, sureness) {
            let found = sureness.own(expected)
            // A hair below, since weights are kept in single precision.
            options.threshold = min(max(found - 1e-6, options.review), 1 - 1e-9)
        } else {
            options.threshold = 1 - 1e-9
            monitor.warn(
                "no threshold is expected to reach a precision of \(target): look at what is for review")
        }
        return options
    }
}
