import Records

@testable import Resolve

/// Every assignment of a small graph, one by one: best total, and the edges that some best one uses
/// and all best ones use.
struct AssignmentReference {
    var best: Int64 = -1
    var inSome: Set<Int> = []
    var inAll: Set<Int> = []

    init(_ edges: [Edge]) {
        var chosen: [Int] = []
        visit(0, edges, &chosen, 0, 0, 0)
    }

    private mutating func visit(
        _ next: Int, _ edges: [Edge], _ chosen: inout [Int], _ total: Int64, _ lefts: UInt64, _ rights: UInt64
    ) {
        if next == edges.count {
            if total > best {
                best = total
                inSome = []
                inAll = Set(chosen)
            }
            if total == best {
                inSome.formUnion(chosen)
                inAll.formIntersection(chosen)
            }
            return
        }
        visit(next + 1, edges, &chosen, total, lefts, rights)
        let (left, right) = (UInt64(1) << edges[next].left, UInt64(1) << edges[next].right)
        if lefts & left == 0 && rights & right == 0 {
            chosen.append(next)
            visit(
                next + 1, edges, &chosen, total + assignmentBenefit(edges[next].weight), lefts | left,
                rights | right)
            chosen.removeLast()
        }
    }
}
