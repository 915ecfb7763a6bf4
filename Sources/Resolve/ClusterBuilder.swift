import Records

/// Decides the clusters of each component in turn.
struct ClusterBuilder {
    private let options: ResolveOptions
    private(set) var fallbacks: [ResolveFallback] = []
    private(set) var splits: [ClusterSplit] = []
    /// Lowest record of each record's cluster: the record itself where it is alone.
    private var clusterOf: [Int32]
    // Place of a record in the component at work.
    private var localOf: [Int32]
    private var linkage: AverageLinkage

    init(count: Int, options: ResolveOptions) {
        self.options = options
        clusterOf = (0..<Int32(count)).map { $0 }
        localOf = [Int32](repeating: -1, count: count)
        linkage = AverageLinkage(
            thresholds: options.thresholds, absent: options.effectiveAbsentWeight,
            cohesion: options.effectiveCohesion)
    }

    /// The records share a cluster.
    func together(_ a: RecordIndex, _ b: RecordIndex) -> Bool { clusterOf[Int(a)] == clusterOf[Int(b)] }

    mutating func build(_ components: ClusterComponents, _ book: DecisionBook) {
        let decisions = DecisionsByComponent(components, book, count: clusterOf.count)
        for component in 0..<components.count {
            let records = components.records(of: component)
            let edges = components.edges(of: component)
            let mustLink = decisions.mustLink[component] ?? []
            let mustNotLink = decisions.mustNotLink[component] ?? []
            if mustNotLink.isEmpty, isPlainlyOne(records.count, edges) {
                unite(records)
                continue
            }
            if edges.count > options.maxClusterEdges {
                buildInParts(records, edges, mustLink, mustNotLink)
            } else {
                buildExactly(records, edges, mustLink, mustNotLink)
            }
            noteSplit(records, edges)
        }
    }

    /// Groups of two or more, each ascending, ordered by first record.
    func clusters() -> [[RecordIndex]] {
        var size = [Int32](repeating: 0, count: clusterOf.count)
        for cluster in clusterOf { size[Int(cluster)] += 1 }
        var number = [Int32](repeating: -1, count: clusterOf.count)
        var result: [[RecordIndex]] = []
        for (record, cluster) in clusterOf.enumerated() where size[Int(cluster)] > 1 {
            if number[Int(cluster)] < 0 {
                number[Int(cluster)] = Int32(result.count)
                result.append([])
                result[result.count - 1].reserveCapacity(Int(size[Int(cluster)]))
            }
            result[Int(number[Int(cluster)])].append(RecordIndex(record))
        }
        return result
    }

    /// Two records, or all pairs of them matches: every merge is then above the cohesion.
    private func isPlainlyOne(_ count: Int, _ edges: ArraySlice<Edge>) -> Bool {
        count == 2
            || edges.count == count * (count - 1) / 2
                && edges.allSatisfy { $0.weight >= options.thresholds.match }
    }

    private mutating func unite(_ records: ArraySlice<Int32>) {
        guard let lowest = records.first else { return }
        for record in records { clusterOf[Int(record)] = lowest }
    }

    private mutating func buildExactly(
        _ records: ArraySlice<Int32>, _ edges: ArraySlice<Edge>, _ mustLink: [PairKey],
        _ mustNotLink: [PairKey]
    ) {
        for (local, record) in records.enumerated() { localOf[Int(record)] = Int32(local) }
        var localEdges: [Edge] = []
        localEdges.reserveCapacity(edges.count)
        for var edge in edges {
            edge.left = local(edge.left)
            edge.right = local(edge.right)
            localEdges.append(edge)
        }
        let lowest = linkage.cluster(
            count: records.count, edges: localEdges, mustLink: mustLink.map(local),
            mustNotLink: mustNotLink.map(local))
        for (place, record) in records.enumerated() {
            clusterOf[Int(record)] = records[records.startIndex + Int(lowest[place])]
        }
    }

    private func local(_ record: RecordIndex) -> RecordIndex { RecordIndex(localOf[Int(record)]) }

    private func local(_ pair: PairKey) -> PairKey { PairKey(local(pair.left), local(pair.right)) }

    /// Too large to be clustered as one: cut at its lightest edges first.
    private mutating func buildInParts(
        _ records: ArraySlice<Int32>, _ edges: ArraySlice<Edge>, _ mustLink: [PairKey],
        _ mustNotLink: [PairKey]
    ) {
        fallbacks.append(
            ResolveFallback(
                method: .raisedThreshold, firstRecord: RecordIndex(records.first ?? 0),
                records: records.count,
                edges: edges.count, limit: options.maxClusterEdges))
        let parts = partsByRaisedThreshold(
            records, edges, mustLink: mustLink, match: options.thresholds.match,
            limit: options.maxClusterEdges)
        for part in 0..<parts.count {
            let members = parts.records(of: part)
            let inside = Set(members)
            buildExactly(
                members, parts.edges(of: part),
                mustLink.filter { inside.contains(Int32($0.left)) },
                mustNotLink.filter { inside.contains(Int32($0.left)) && inside.contains(Int32($0.right)) })
        }
    }

    private mutating func noteSplit(_ records: ArraySlice<Int32>, _ edges: ArraySlice<Edge>) {
        var parts = 0
        for record in records where clusterOf[Int(record)] == record { parts += 1 }
        if parts == 1 { return }
        var cut = 0
        for edge in edges where edge.weight >= options.thresholds.match && !together(edge.left, edge.right) {
            cut += 1
        }
        splits.append(
            ClusterSplit(
                records: records.count, firstRecord: RecordIndex(records.first ?? 0), parts: parts,
                cutEdges: cut))
    }
}

/// Decisions sorted to the components they are about; those between components say nothing new.
private struct DecisionsByComponent {
    // Asked by component, never walked.
    var mustLink: [Int: [PairKey]] = [:]
    var mustNotLink: [Int: [PairKey]] = [:]

    init(_ components: ClusterComponents, _ book: DecisionBook, count: Int) {
        if book.mustLink.isEmpty && book.mustNotLink.isEmpty { return }
        var componentOf = [Int32](repeating: -1, count: count)
        for component in 0..<components.count {
            for record in components.records(of: component) { componentOf[Int(record)] = Int32(component) }
        }
        for pair in book.mustLink { mustLink[Int(componentOf[Int(pair.left)]), default: []].append(pair) }
        for pair in book.mustNotLink {
            let component = componentOf[Int(pair.left)]
            if component >= 0 && component == componentOf[Int(pair.right)] {
                mustNotLink[Int(component), default: []].append(pair)
            }
        }
    }
}
