import Foundation
import Linkage
import Records
import Scoring

extension Planner {
    /// The model whose weights the job gives by hand; nil where it gives none.
    ///
    /// A weight is log2(m / u); what m and u are is not told, and m = 2^w / (1 + 2^w) stands for it.
    ///
    /// - Throws: `TieoutError` where some fields have weights and others none, or where their number is
    ///   not that of the levels and one more.
    func modelByHand() throws -> LinkageModel? {
        guard let fields = options.fields, fields.contains(where: { $0.weights != nil }) else { return nil }
        let compared = try comparisons.map { comparison in
            let field = fields[comparison.field]
            guard let weights = field.weights else {
                throw TieoutError(
                    "has no weights, and other fields have", at: field.name,
                    remedy: "give weights to every field that is compared, or to none")
            }
            guard weights.count == comparison.levels.count + 1 else {
                throw TieoutError(
                    "has \(weights.count) weights for \(comparison.levels.count) levels", at: field.name,
                    remedy: "give one weight for each level, and a last one for pairs at no level")
            }
            guard weights.allSatisfy({ abs($0) <= 60 }) else {
                throw TieoutError(
                    "has a weight beyond 60 bits", at: field.name,
                    remedy: "10 bits are a factor of 1,000; give less")
            }
            return modelComparison(comparison, weights: weights)
        }
        let records = Double(max(min(tables.left.count, tables.right.count), 1))
        let prior = options.prior ?? min(records / max(tables.pairCount, 1), 0.5)
        return LinkageModel(comparisons: compared, prior: prior)
    }

    private func modelComparison(_ comparison: Comparison, weights: [Double]) -> LinkageModel.Comparison {
        // By code: null, no level, then the levels from the weakest.
        let byCode = [weights[weights.count - 1]] + weights.dropLast().reversed()
        return LinkageModel.Comparison(
            name: comparison.name, labels: comparison.labels,
            m: [0] + byCode.map { 1 / (1 + exp2(-$0)) }, u: [0] + byCode.map { 1 / (1 + exp2($0)) },
            untrained: comparison.labels.map { _ in false })
    }
}
