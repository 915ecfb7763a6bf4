import Records
import Yams

/// What stands under a key of a strategy that says how its pairs are found, such as `neighbours`.
struct SearchSettings {
    /// The key.
    let owner: String
    private let node: Node
    private let mapping: Node.Mapping

    /// - Throws: `TieoutError` with the line for what is no settings, and with the nearest known name for a key that
    ///   nobody knows.
    init(_ owner: String, _ node: Node, known: [String], path: String) throws {
        self.owner = owner
        self.node = node
        // Nothing but the key is no settings.
        guard let mapping = node.null != nil ? Node.Mapping([]) : node.mapping else {
            throw TieoutError(
                "'\(owner)' is '\(text(node))'", line: node.mark?.line,
                remedy: "give settings, as in '\(owner): {}'")
        }
        self.mapping = mapping
        try JobFile.requireKnownKeys(mapping, known, path: path)
    }

    /// A setting that is one word, or a list of them; nil where it is not told.
    func words<Word: RawRepresentable<String> & CaseIterable>(_ key: String, _ what: String) throws -> [Word]?
    {
        guard let value = mapping[key] else { return nil }
        return try (value.sequence.map(Array.init) ?? [value]).map { try Self.word($0, what, owner) }
    }

    /// A setting that is one word.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ key: String, _ what: String) throws -> Word? {
        try mapping[key].map { try Self.word($0, what, owner) }
    }

    /// A whole number.
    func integer(_ key: String, in range: ClosedRange<Int>, _ what: String) throws -> Int? {
        guard let value = mapping[key] else { return nil }
        if let number = value.int, range.contains(number) { return number }
        throw wrong(key, "give \(range.lowerBound) to \(range.upperBound) \(what)")
    }

    /// A number from 0 to 1.
    func share(_ key: String, _ what: String) throws -> Double? {
        guard let value = mapping[key] else { return nil }
        if let number = value.float, (0...1).contains(number) { return number }
        throw wrong(key, "give \(what) from 0 to 1")
    }

    /// The name of a field.
    func field(_ key: String) throws -> String? {
        guard let value = mapping[key] else { return nil }
        if let name = value.string, !name.isEmpty { return name }
        throw wrong(key, "give the name of one field")
    }

    /// What is wrong with a setting.
    func wrong(_ key: String, _ remedy: String) -> TieoutError {
        let value = mapping[key] ?? node
        return TieoutError(
            "'\(owner): \(key)' is '\(text(value))'", line: value.mark?.line, remedy: remedy)
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ node: Node, _ what: String, _ owner: String
    ) throws -> Word {
        if let word = Word(rawValue: node.string ?? "") { return word }
        var error = unknown("\(what) in '\(owner)'", text(node), among: Word.allCases.map(\.rawValue))
        error.line = node.mark?.line
        throw error
    }
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
