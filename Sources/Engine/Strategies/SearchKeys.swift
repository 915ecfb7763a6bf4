import Records
import Yams

/// The keys that say how pairs are found where they share no blocking key.
enum SearchKey: String, CaseIterable {
    case neighbours, minhash
}

extension Strategy.Candidates {
    /// The same with what stands under a key on top; another kind of pairs gives way to how this kind is found unless
    /// told otherwise.
    ///
    /// - Throws: `TieoutError` with the line, and the nearest known word for one that nobody knows.
    func taking(_ key: SearchKey, _ node: Node, path: String) throws -> Strategy.Candidates {
        switch (key, self) {
        case (.neighbours, .neighbours(var search)):
            try search.take(node, path: path)
            return .neighbours(search)
        case (.minhash, .minHash(var search)):
            try search.take(node, path: path)
            return .minHash(search)
        case (.neighbours, _):
            return try Strategy.Candidates.neighbours(NeighbourSearch()).taking(key, node, path: path)
        case (.minhash, _):
            return try Strategy.Candidates.minHash(MinHashSearch()).taking(key, node, path: path)
        }
    }

    /// The key that tells of such pairs.
    var searchKey: SearchKey? {
        switch self {
        case .neighbours: .neighbours
        case .minHash: .minhash
        case .keys, .equalRecords: nil
        }
    }
}

extension NeighbourSearch {
    fileprivate mutating func take(_ node: Node, path: String) throws {
        let settings = try SearchSettings(
            SearchKey.neighbours.rawValue, node,
            known: ["by", "weighting", "count", "least", "directions", "field"], path: path)
        if let named: [Way] = try settings.words("by", "way to cut texts") {
            guard !named.isEmpty else {
                throw settings.wrong("by", "name a way to cut texts, or leave it out for all")
            }
            ways = Way.allCases.filter(named.contains)
        }
        weights = try settings.word("weighting", "weighting") ?? weights
        directions = try settings.word("directions", "direction") ?? directions
        count = try settings.integer("count", in: 1...Self.mostCount, "neighbours") ?? count
        least = try settings.share("least", "a cosine") ?? least
        field = try settings.field("field") ?? field
    }
}

extension MinHashSearch {
    fileprivate mutating func take(_ node: Node, path: String) throws {
        let settings = try SearchSettings(
            SearchKey.minhash.rawValue, node, known: ["hashes", "bands", "shingle", "field"], path: path)
        hashes = try settings.integer("hashes", in: 1...1024, "hashes") ?? hashes
        bands = try settings.integer("bands", in: 1...1024, "bands") ?? bands
        shingle = try settings.integer("shingle", in: 1...100, "words") ?? shingle
        field = try settings.field("field") ?? field
        guard hashes.isMultiple(of: bands) else {
            throw TieoutError(
                "'minhash': \(hashes) hashes cannot be parted evenly into \(bands) bands",
                line: node.mark?.line,
                remedy: "give a number of hashes that is a multiple of the bands")
        }
    }
}
