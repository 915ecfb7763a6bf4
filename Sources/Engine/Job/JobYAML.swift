import Records
import Yams

/// What job files and files of strategies have in common: YAML whose unknown names are errors.
extension JobFile {
    /// The keys of a file and what stands under them.
    ///
    /// - Throws: `TieoutError` with the line for what is not YAML, or holds no keys.
    static func mapping(_ text: String, path: String) throws -> Node.Mapping {
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch let error as YamlError {
            throw TieoutError(
                "is not valid YAML: \("\(error)".split(separator: "\n").joined(separator: " "))", at: path,
                line: line(of: error), remedy: "correct it")
        }
        guard let mapping = node?.mapping else {
            throw TieoutError("holds no job", at: path, remedy: "start from what 'tieout init' writes")
        }
        return mapping
    }

    /// - Throws: `TieoutError` with the nearest known name for a key that nobody knows.
    static func requireKnownKeys(_ mapping: Node.Mapping, _ known: [String], path: String) throws {
        for (key, _) in mapping where !known.contains(key.string ?? "") {
            var error = unknown("key", key.string ?? "", among: known, at: path)
            error.line = key.mark?.line
            throw error
        }
    }

    /// The same for the keys and kinds of the fields.
    static func requireKnownFields(_ mapping: Node.Mapping, path: String) throws {
        for field in mapping["fields"]?.sequence ?? [] {
            if let keys = field.mapping {
                try requireKnownKeys(keys, JobField.CodingKeys.allCases.map(\.rawValue), path: path)
            }
            if let kind = field.mapping?["kind"], FieldKind(rawValue: kind.string ?? "") == nil {
                var error = unknown(
                    "kind of field", kind.string ?? "", among: FieldKind.allCases.map(\.rawValue), at: path)
                error.line = kind.mark?.line
                throw error
            }
        }
    }

    /// The same for the keys of the rules and of their parts.
    static func requireKnownRules(_ mapping: Node.Mapping, path: String) throws {
        for rule in mapping["rules"]?.sequence ?? [] {
            guard let keys = rule.mapping else { continue }
            try requireKnownKeys(keys, JobRule.CodingKeys.allCases.map(\.rawValue), path: path)
            for part in keys["all"]?.sequence ?? [] {
                if let keys = part.mapping {
                    try requireKnownKeys(keys, JobRule.Part.CodingKeys.allCases.map(\.rawValue), path: path)
                }
            }
        }
    }

    /// Reads a value whose keys are known.
    static func decode<Value: Decodable>(_ type: Value.Type, from text: String, path: String) throws -> Value
    {
        do { return try YAMLDecoder().decode(type, from: text) } catch let error as DecodingError {
            throw TieoutError(describe(error), at: path, remedy: "see docs/job.schema.json")
        }
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "'\(path(context))' lacks '\(key.stringValue)'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "'\(path(context))' cannot be read: \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
}
