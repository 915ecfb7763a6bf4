import CKernels
import Records

/// What turns a term count into a term-frequency adjustment of the match weight.
///
/// Agreement on a rare value is stronger evidence than agreement on a common one. For a pair that
/// agrees exactly the chance of agreeing by coincidence is the frequency of that value instead of
/// the average u, so log2(u / frequency) is added; alike values use the frequency of the commoner of
/// the two and a share of the adjustment (Winkler 2000; the form is that of Linacre et al. 2022).
public struct TermScale: Sendable, Equatable {
    /// log2 of u of the exact level, plus log2 of the records counted: adjustment = this − log2(count).
    public var offset: Float
    /// The adjustment for a value that stands once would be `offset`; values below the floor
    /// frequency count as being at it, so that a freak value proves no more than the floor allows.
    public var minCount: Float

    /// - Parameters:
    ///   - u: chance that two random records agree exactly, 0…1, above 0.
    ///   - records: records in which terms were counted.
    ///   - floor: least frequency taken seriously, 0…1.
    public init(u: Double, records: Int, floor: Double) {
        offset = tieout_log2(Float(u * Double(records)))
        minCount = Float(floor * Double(records))
    }

    /// The largest adjustment, that of the rarest value.
    var most: Float { offset - tieout_log2(max(minCount, 1)) }

    /// Adjustment in bits for the counts of both values.
    @inline(__always)
    func adjustment(_ left: UInt32, _ right: UInt32) -> Float {
        let count = max(Float(max(left, right)), minCount, 1)
        return offset - tieout_log2(count)
    }
}
