/// Exact maximum-weight bipartite assignment on a sparse graph, by successive shortest augmenting
/// paths with potentials (Edmonds and Karp 1972; Tomizawa 1971; the sparse form of Jonker and
/// Volgenant 1987). Records may stay free, so the assignment need not be perfect.
///
/// With potentials `u`, `v` ≥ 0, the slack `u[i] + v[j] − benefit` of every edge stays ≥ 0 and is 0
/// on chosen edges; a free record's potential is 0. That is complementary slackness, so the result
/// is optimal, and the slacks tell by how much every edge not chosen falls short (`AmbiguousEdges`).
///
/// - Complexity: O(lefts × edges log edges) at worst; each search ends at the nearest free record,
///   so ordinary components cost about their number of edges.
struct AssignmentSolver {
    /// Chosen edge of each left and right, −1 where free.
    private(set) var edgeOfLeft: [Int32] = []
    private(set) var edgeOfRight: [Int32] = []
    /// Potentials.
    private(set) var u: [Int64] = []
    private(set) var v: [Int64] = []

    // Of one search: distance and last edge of the path to each right; those touched; those final.
    private var distance: [Int64] = []
    private var lastEdge: [Int32] = []
    private var touched: [Int32] = []
    private var final: [Int32] = []
    private var stepsLeft = Int.max
    // Lefts that bid next.
    private var waiting: [Int32] = []
    private var heap = BinaryHeap<Candidate>()

    /// Nearest first; of equals the lower record.
    private struct Candidate: Comparable {
        var distance: Int64
        var right: Int32

        static func < (a: Candidate, b: Candidate) -> Bool {
            a.distance != b.distance ? a.distance < b.distance : a.right < b.right
        }
    }

    /// Solves `problem`; the result stands in `edgeOfLeft`, `edgeOfRight`, `u` and `v`.
    ///
    /// - Parameter maxSteps: edges that the searches may look at.
    /// - Returns: false where that was not enough; the assignment is then not the best.
    mutating func solve(_ problem: borrowing AssignmentProblem, maxSteps: Int = .max) -> Bool {
        reset(problem)
        stepsLeft = maxSteps
        bid(problem)
        for left in 0..<problem.lefts.count where edgeOfLeft[left] < 0 {
            // Prices have risen since; a left that nothing suits any more stays free at 0.
            u[left] = 0
            for edge in problem.edges(of: left) {
                u[left] = max(u[left], problem.benefits[edge] - v[Int(problem.heads[edge])])
            }
            if u[left] > 0 { insert(left, problem) }
            if stepsLeft < 0 { return false }
        }
        return true
    }

    /// A start that settles most records: each left takes the right that suits it best at its price,
    /// and raises the price by what the second best falls short (the reduction phase of Jonker and
    /// Volgenant; an auction without ε, Bertsekas 1988). Who is outbid bids again. Price wars and
    /// ties are left to the searches.
    private mutating func bid(_ problem: borrowing AssignmentProblem) {
        var bidsLeft = 8 * problem.lefts.count
        waiting.removeAll(keepingCapacity: true)
        for first in 0..<problem.lefts.count {
            waiting.append(Int32(first))
            while bidsLeft > 0, let next = waiting.popLast() {
                bidsLeft -= 1
                let left = Int(next)
                var best = -1
                var most: Int64 = 0
                // Staying free is the second best of all.
                var second: Int64 = 0
                for edge in problem.edges(of: left) {
                    let gain = problem.benefits[edge] - v[Int(problem.heads[edge])]
                    if gain > most {
                        second = most
                        most = gain
                        best = edge
                    } else if gain > second {
                        second = gain
                    }
                }
                if best < 0 { continue }
                let right = Int(problem.heads[best])
                let outbid = edgeOfRight[right]
                if outbid >= 0 {
                    // Without a higher price two lefts could take the right from each other forever.
                    if most == second { continue }
                    let loser = problem.tails[Int(outbid)]
                    edgeOfLeft[Int(loser)] = -1
                    waiting.append(loser)
                }
                u[left] = second
                v[right] += most - second
                edgeOfLeft[left] = Int32(best)
                edgeOfRight[right] = Int32(best)
            }
        }
    }

    private mutating func reset(_ problem: borrowing AssignmentProblem) {
        refill(&edgeOfLeft, problem.lefts.count, -1)
        refill(&edgeOfRight, problem.rights.count, -1)
        refill(&u, problem.lefts.count, 0)
        refill(&v, problem.rights.count, 0)
        refill(&distance, problem.rights.count, .max)
        refill(&lastEdge, problem.rights.count, -1)
    }

    private func refill<T>(_ array: inout [T], _ count: Int, _ value: T) {
        array.removeAll(keepingCapacity: true)
        for _ in 0..<count { array.append(value) }
    }

    /// Adds one left record: the cheapest of giving it a free right, giving it a taken right whose
    /// old partner moves on, or leaving it or another left free.
    private mutating func insert(_ root: Int, _ problem: borrowing AssignmentProblem) {
        var left = root
        var base: Int64 = 0
        // Cheapest way so far that ends with a left going free.
        var leaveFree = root
        var leaveCost = u[root]
        var reachedFree: Int32 = -1
        var cost: Int64

        while true {
            relax(left, base, leaveCost, problem)
            guard let next = heap.min, next.distance <= leaveCost else {
                cost = leaveCost
                break
            }
            _ = heap.pop()
            let right = Int(next.right)
            if next.distance > distance[right] {
                // An older, longer way; this right is final already.
                left = -1
                continue
            }
            final.append(next.right)
            let matched = edgeOfRight[right]
            if matched < 0 {
                reachedFree = next.right
                cost = next.distance
                break
            }
            left = Int(problem.tails[Int(matched)])
            base = next.distance
            if base + u[left] < leaveCost {
                leaveCost = base + u[left]
                leaveFree = left
            }
        }

        updatePotentials(root, cost, problem)
        if reachedFree >= 0 {
            augment(to: Int(reachedFree), from: root, problem)
        } else if leaveFree != root {
            let freed = Int(problem.heads[Int(edgeOfLeft[leaveFree])])
            edgeOfLeft[leaveFree] = -1
            augment(to: freed, from: root, problem)
        }
        forgetSearch()
    }

    private mutating func relax(
        _ left: Int, _ base: Int64, _ limit: Int64, _ problem: borrowing AssignmentProblem
    ) {
        guard left >= 0 else { return }
        stepsLeft -= problem.edges(of: left).count
        for edge in problem.edges(of: left) {
            let right = Int(problem.heads[edge])
            let length = base + u[left] + v[right] - problem.benefits[edge]
            guard length <= limit, length < distance[right] else { continue }
            if distance[right] == .max { touched.append(Int32(right)) }
            distance[right] = length
            lastEdge[right] = Int32(edge)
            heap.push(Candidate(distance: length, right: Int32(right)))
        }
    }

    /// Keeps slacks ≥ 0 and makes those along the new path 0.
    private mutating func updatePotentials(_ root: Int, _ cost: Int64, _ problem: borrowing AssignmentProblem)
    {
        u[root] -= cost
        for right in final {
            let change = cost - distance[Int(right)]
            v[Int(right)] += change
            let matched = edgeOfRight[Int(right)]
            if matched >= 0 { u[Int(problem.tails[Int(matched)])] -= change }
        }
    }

    private mutating func augment(to end: Int, from root: Int, _ problem: borrowing AssignmentProblem) {
        var right = end
        while true {
            let edge = lastEdge[right]
            let left = Int(problem.tails[Int(edge)])
            let previous = edgeOfLeft[left]
            edgeOfLeft[left] = edge
            edgeOfRight[right] = edge
            if left == root { return }
            right = Int(problem.heads[Int(previous)])
        }
    }

    private mutating func forgetSearch() {
        for right in touched { distance[Int(right)] = .max }
        touched.removeAll(keepingCapacity: true)
        final.removeAll(keepingCapacity: true)
        heap.removeAll()
    }
}
