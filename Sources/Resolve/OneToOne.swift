import Records

/// One partner each: the most probable assignment, component by component.
///
/// Most components are a single edge or a star and are decided on the spot; the rest goes to the
/// exact solver, or, beyond `maxComponentEdges` or `maxAssignmentSteps`, to the heaviest edge first.
struct OneToOneAssignment {
    private let graph: LinkGraph
    private let options: ResolveOptions
    private let tolerance: Int64
    private(set) var fates: [EdgeFate]
    private(set) var fallbacks: [ResolveFallback] = []

    private var walk: ComponentWalk
    private var problem = AssignmentProblem()
    private var solver = AssignmentSolver()
    private var ambiguous = AmbiguousEdges()
    private var tied = TiedEdges()

    /// - Parameter fates: edges already decided by people or lost to them; the rest are `open`.
    init(_ graph: LinkGraph, fates: [EdgeFate], options: ResolveOptions) {
        self.graph = graph
        self.fates = fates
        self.options = options
        tolerance = Int64(Double(max(0, options.tieMargin)) * benefitStepsPerBit)
        walk = ComponentWalk(graph)
    }

    /// Decides every open edge.
    mutating func run() {
        for left in 0..<graph.leftCount {
            let places = graph.placesOfLeft(left)
            guard !places.isEmpty, !walk.hasVisited(left: left) else { continue }
            if places.count == 1 {
                let place = places.lowerBound
                if graph.placesOfRight(Int(graph.edges[place].right)).count == 1 {
                    if fates[place] == .open { fates[place] = .unrivalled }
                    continue
                }
            }
            walk.collect(from: left, fates, into: &problem)
            decideComponent()
        }
    }

    private mutating func decideComponent() {
        if problem.edgeCount == 0 { return }
        if problem.edgeCount > options.maxComponentEdges {
            decideHeaviestFirst(limit: options.maxComponentEdges)
        } else if problem.lefts.count == 1 || problem.rights.count == 1 {
            decideStar()
        } else {
            decideExactly()
        }
    }

    /// All edges share one record: the heaviest wins.
    private mutating func decideStar() {
        var best = 0
        for edge in 1..<problem.edgeCount where weight(edge) > weight(best) { best = edge }
        tied.removeAll()
        for edge in 0..<problem.edgeCount {
            let ties = edge != best && problem.benefits[best] - problem.benefits[edge] <= tolerance
            fates[Int(problem.places[edge])] = .lost
            if ties { tied.note(place: problem.places[edge]) }
        }
        fates[Int(problem.places[best])] = tied.isEmpty ? .link : .tiedLink
        tied.keep(graph, &fates, limit: options.maxAlternatives)
    }

    private mutating func decideExactly() {
        guard solver.solve(problem, maxSteps: options.maxAssignmentSteps) else {
            return decideHeaviestFirst(limit: options.maxAssignmentSteps)
        }
        ambiguous.find(problem, solver, tolerance: tolerance)
        tied.removeAll()
        for edge in 0..<problem.edgeCount {
            let chosen = solver.edgeOfLeft[Int(problem.tails[edge])] == Int32(edge)
            let ties = ambiguous.any && ambiguous.flags[edge]
            fates[Int(problem.places[edge])] = chosen ? (ties ? .tiedLink : .link) : .lost
            if ties && !chosen { tied.note(place: problem.places[edge]) }
        }
        tied.keep(graph, &fates, limit: options.maxAlternatives)
    }

    /// Each edge in turn, by descending weight, is taken if both its records are free (Preis 1999
    /// gives the bound: at least half of the best total). A link is tied if an edge of the same
    /// weight shares one of its records and was free to take when the link was made.
    private mutating func decideHeaviestFirst(limit: Int) {
        fallbacks.append(
            ResolveFallback(
                method: .heaviestFirst, firstRecord: RecordIndex(problem.lefts[0]),
                records: problem.lefts.count + problem.rights.count, edges: problem.edgeCount,
                limit: limit))
        let order = (0..<problem.edgeCount).sorted {
            problem.benefits[$0] != problem.benefits[$1]
                ? problem.benefits[$0] > problem.benefits[$1] : $0 < $1
        }
        // The edge that took each record, or −1.
        var takenLeft = [Int32](repeating: -1, count: problem.lefts.count)
        var takenRight = [Int32](repeating: -1, count: problem.rights.count)
        tied.removeAll()
        for edge in order {
            let left = Int(problem.tails[edge])
            let right = Int(problem.heads[edge])
            let winners = [takenLeft[left], takenRight[right]].filter { $0 >= 0 }.map(Int.init)
            if winners.isEmpty {
                takenLeft[left] = Int32(edge)
                takenRight[right] = Int32(edge)
                fates[Int(problem.places[edge])] = .link
                continue
            }
            fates[Int(problem.places[edge])] = .lost
            guard winners.allSatisfy({ problem.benefits[$0] - problem.benefits[edge] <= tolerance }) else {
                continue
            }
            for winner in winners { fates[Int(problem.places[winner])] = .tiedLink }
            tied.note(place: problem.places[edge])
        }
        tied.keep(graph, &fates, limit: options.maxAlternatives)
    }

    private func weight(_ edge: Int) -> Float { graph.edges[Int(problem.places[edge])].weight }
}

/// Edges of one component that tie with what was chosen: so many of each record are kept for review.
struct TiedEdges {
    private var places: [Int32] = []
    // Alternatives kept so far; walked never, only asked.
    private var keptOfLeft: [RecordIndex: Int] = [:]
    private var keptOfRight: [RecordIndex: Int] = [:]

    var isEmpty: Bool { places.isEmpty }

    mutating func removeAll() { places.removeAll(keepingCapacity: true) }

    mutating func note(place: Int32) { places.append(place) }

    /// Marks the heaviest as alternatives, at most `limit` for each record of either side; of equals
    /// those with the lower records.
    mutating func keep(_ graph: borrowing LinkGraph, _ fates: inout [EdgeFate], limit: Int) {
        if places.isEmpty { return }
        keptOfLeft.removeAll(keepingCapacity: true)
        keptOfRight.removeAll(keepingCapacity: true)
        let edges = graph.edges
        places.sort {
            edges[Int($0)].weight != edges[Int($1)].weight
                ? edges[Int($0)].weight > edges[Int($1)].weight : $0 < $1
        }
        for place in places {
            let edge = edges[Int(place)]
            guard keptOfLeft[edge.left, default: 0] < limit, keptOfRight[edge.right, default: 0] < limit
            else {
                continue
            }
            keptOfLeft[edge.left, default: 0] += 1
            keptOfRight[edge.right, default: 0] += 1
            fates[Int(place)] = .alternative
        }
    }
}
