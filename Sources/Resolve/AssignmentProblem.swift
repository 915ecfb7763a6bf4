/// One component of the link graph, renumbered from 0 on both sides in the order of the records.
///
/// ```
///   starts    ─► │ 0 2 3 … │     edges of left i:  starts[i] ..< starts[i + 1]
///   heads     ─► │ 0 1 1 … │     right end of each edge, ascending within a left
///   tails     ─► │ 0 0 1 … │     left end of each edge
///   benefits  ─► │ …       │     `assignmentBenefit` of each edge
///   places    ─► │ …       │     the edge in the link graph
/// ```
/// One value serves all components in turn and keeps its memory.
struct AssignmentProblem {
    var lefts: [Int32] = []
    var rights: [Int32] = []
    var starts: [Int32] = [0]
    var heads: [Int32] = []
    var tails: [Int32] = []
    var benefits: [Int64] = []
    var places: [Int32] = []

    var edgeCount: Int { heads.count }

    @inline(__always)
    func edges(of left: Int) -> Range<Int> { Int(starts[left])..<Int(starts[left + 1]) }

    mutating func removeAll() {
        lefts.removeAll(keepingCapacity: true)
        rights.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
        heads.removeAll(keepingCapacity: true)
        tails.removeAll(keepingCapacity: true)
        benefits.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }
}
