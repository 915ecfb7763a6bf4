/// Finds the chosen edges that another assignment, as good within `tolerance`, does without, and the
/// edges it would use instead.
///
/// From the potentials of an optimal assignment: leaving it costs the sum of the slacks of the edges
/// one enters and the potentials of the records one leaves free. So the edges of all equally good
/// assignments lie on cycles of the directed graph
///
/// ```
///   left ─► right   an edge not chosen, slack ≤ tolerance
///   right ─► left   the chosen edge of that right: its old partner is displaced
///   left ─► Z       a linked left may go free        right ─► Z   a free right takes the end
///   Z ─► left       a free left may come in          Z ─► right   a linked right may go free
/// ```
/// and an edge lies on a cycle exactly if both ends share a strongly connected component (Régin
/// 1994, Costa 1994; components by Tarjan 1972). The tolerance is applied to each arc, so longer
/// cycles of near-ties are flagged generously: to review, which is the safe side.
///
/// - Complexity: O(records + edges).
struct AmbiguousEdges {
    /// For each edge of the problem: on such a cycle.
    private(set) var flags: [Bool] = []
    private(set) var any = false

    private var arcStarts: [Int32] = []
    private var arcHeads: [Int32] = []
    private var components = StrongComponents()

    mutating func find(
        _ problem: borrowing AssignmentProblem, _ solver: borrowing AssignmentSolver, tolerance: Int64
    ) {
        any = false
        guard hasTightRival(problem, solver, tolerance) else { return }
        buildArcs(problem, solver, tolerance)
        components.find(starts: arcStarts, heads: arcHeads)
        flags.removeAll(keepingCapacity: true)
        for edge in 0..<problem.edgeCount {
            let left = Int(problem.tails[edge])
            let right = Int(problem.heads[edge])
            let open =
                solver.edgeOfLeft[left] == Int32(edge) || slack(edge, problem, solver) <= tolerance
            let ambiguous =
                open && components.label[left] == components.label[problem.lefts.count + right]
            flags.append(ambiguous)
            if ambiguous { any = true }
        }
    }

    private func slack(
        _ edge: Int, _ problem: borrowing AssignmentProblem, _ solver: borrowing AssignmentSolver
    ) -> Int64 {
        solver.u[Int(problem.tails[edge])] + solver.v[Int(problem.heads[edge])] - problem.benefits[edge]
    }

    private func hasTightRival(
        _ problem: borrowing AssignmentProblem, _ solver: borrowing AssignmentSolver, _ tolerance: Int64
    ) -> Bool {
        for edge in 0..<problem.edgeCount where solver.edgeOfLeft[Int(problem.tails[edge])] != Int32(edge) {
            if slack(edge, problem, solver) <= tolerance { return true }
        }
        return false
    }

    private mutating func buildArcs(
        _ problem: borrowing AssignmentProblem, _ solver: borrowing AssignmentSolver, _ tolerance: Int64
    ) {
        let lefts = problem.lefts.count
        let rights = problem.rights.count
        let free = Int32(lefts + rights)
        arcStarts.removeAll(keepingCapacity: true)
        arcHeads.removeAll(keepingCapacity: true)
        for left in 0..<lefts {
            arcStarts.append(Int32(arcHeads.count))
            let chosen = solver.edgeOfLeft[left]
            for edge in problem.edges(of: left)
            where Int32(edge) != chosen && slack(edge, problem, solver) <= tolerance {
                arcHeads.append(Int32(lefts) + problem.heads[edge])
            }
            if chosen >= 0 && solver.u[left] <= tolerance { arcHeads.append(free) }
        }
        for right in 0..<rights {
            arcStarts.append(Int32(arcHeads.count))
            let chosen = solver.edgeOfRight[right]
            arcHeads.append(chosen >= 0 ? problem.tails[Int(chosen)] : free)
        }
        arcStarts.append(Int32(arcHeads.count))
        for left in 0..<lefts where solver.edgeOfLeft[left] < 0 { arcHeads.append(Int32(left)) }
        for right in 0..<rights where solver.edgeOfRight[right] >= 0 && solver.v[right] <= tolerance {
            arcHeads.append(Int32(lefts + right))
        }
        arcStarts.append(Int32(arcHeads.count))
    }
}
