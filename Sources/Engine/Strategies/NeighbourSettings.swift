import Records
import Yams

extension NeighbourSearch {
    private enum Key: String, CaseIterable {
        case by, weighting, count, least, directions, field
    }

    /// Takes what stands under `neighbours` in a file of strategies; the rest stays as it is.
    ///
    /// - Throws: `TieoutError` with the line, and the nearest known word for one that nobody knows.
    mutating func take(_ node: Node, path: String) throws {
        // Nothing but the key is no settings.
        if node.null != nil { return }
        guard let mapping = node.mapping else {
            throw wrong(node, "", "give settings, as in 'neighbours: {count: 10}'")
        }
        try JobFile.requireKnownKeys(mapping, Key.allCases.map(\.rawValue), path: path)
        for key in Key.allCases {
            guard let value = mapping[key.rawValue] else { continue }
            try take(key, value)
        }
    }

    private mutating func take(_ key: Key, _ value: Node) throws {
        switch key {
        case .by:
            let named = try (value.sequence.map(Array.init) ?? [value]).map { node in
                try word(Way.self, "way to cut texts", node, among: Way.allCases)
            }
            guard !named.isEmpty else {
                throw wrong(value, "by", "name a way to cut texts, or leave it out for all")
            }
            ways = Way.allCases.filter(named.contains)
        case .weighting: weights = try word(Weights.self, "weighting", value, among: Weights.allCases)
        case .directions:
            directions = try word(Directions.self, "direction", value, among: Directions.allCases)
        case .count:
            guard let number = value.int, (1...Self.mostCount).contains(number) else {
                throw wrong(value, "count", "give 1 to \(Self.mostCount) neighbours")
            }
            count = number
        case .least:
            guard let number = value.float, (0...1).contains(number) else {
                throw wrong(value, "least", "give a cosine from 0 to 1")
            }
            least = number
        case .field:
            guard let name = value.string, !name.isEmpty else {
                throw wrong(value, "field", "give the name of one field")
            }
            field = name
        }
    }
}

private func word<Word: RawRepresentable<String>>(
    _ type: Word.Type, _ what: String, _ node: Node, among all: [Word]
) throws -> Word {
    if let word = Word(rawValue: node.string ?? "") { return word }
    var error = unknown("\(what) in 'neighbours'", text(node), among: all.map(\.rawValue))
    error.line = node.mark?.line
    throw error
}

/// What stands there, for a complaint.
private func text(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string
    case .sequence(let nodes): "[\(nodes.map(text).joined(separator: ", "))]"
    case .mapping: "{…}"
    case .alias: "*…"
    }
}

private func wrong(_ node: Node, _ key: String, _ remedy: String) -> TieoutError {
    TieoutError(
        "'neighbours\(key.isEmpty ? "" : ": \(key)")' is '\(text(node))'", line: node.mark?.line,
        remedy: remedy)
}
