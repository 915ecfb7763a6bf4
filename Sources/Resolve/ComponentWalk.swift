/// Finds the connected components of the open edges, one at a time, and renumbers them.
struct ComponentWalk {
    private let graph: LinkGraph
    // Local number of each record in the component being collected; −1 not yet visited.
    private var localLeft: [Int32]
    private var localRight: [Int32]
    private var queue: [Int32] = []

    init(_ graph: LinkGraph) {
        self.graph = graph
        localLeft = [Int32](repeating: -1, count: graph.leftCount)
        localRight = [Int32](repeating: -1, count: graph.rightCount)
    }

    func hasVisited(left: Int) -> Bool { localLeft[left] >= 0 }

    /// Collects the component of `start`, its records ascending, breadth first over open edges.
    ///
    /// - Complexity: O(edges of the component + records log records).
    mutating func collect(from start: Int, _ fates: [EdgeFate], into problem: inout AssignmentProblem) {
        problem.removeAll()
        localLeft[start] = 0
        problem.lefts.append(Int32(start))
        var next = 0
        while next < problem.lefts.count {
            let left = Int(problem.lefts[next])
            next += 1
            for place in graph.placesOfLeft(left) where fates[place] == .open {
                let right = Int(graph.edges[place].right)
                guard localRight[right] < 0 else { continue }
                localRight[right] = 0
                problem.rights.append(Int32(right))
                for back in graph.placesOfRight(right) where fates[Int(back)] == .open {
                    let other = Int(graph.edges[Int(back)].left)
                    guard localLeft[other] < 0 else { continue }
                    localLeft[other] = 0
                    problem.lefts.append(Int32(other))
                }
            }
        }
        renumber(&problem, fates)
    }

    private mutating func renumber(_ problem: inout AssignmentProblem, _ fates: [EdgeFate]) {
        problem.lefts.sort()
        problem.rights.sort()
        for (number, right) in problem.rights.enumerated() { localRight[Int(right)] = Int32(number) }
        for (number, left) in problem.lefts.enumerated() {
            for place in graph.placesOfLeft(Int(left)) where fates[place] == .open {
                let edge = graph.edges[place]
                problem.heads.append(localRight[Int(edge.right)])
                problem.tails.append(Int32(number))
                problem.benefits.append(assignmentBenefit(edge.weight))
                problem.places.append(Int32(place))
            }
            problem.starts.append(Int32(problem.heads.count))
        }
    }
}
