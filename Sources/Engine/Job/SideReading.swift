import Records

extension JobReading {
    /// A reading from words such as `delimiter=;`, by the names of the flags or of a job's keys.
    ///
    /// - Parameter flag: the flag that brought them, for errors.
    public init(_ words: [String], flag: String) throws {
        self.init()
        for word in words {
            let mark = word.firstIndex(of: "=")
            let name = String(word[..<(mark ?? word.endIndex)])
            let value = mark.map { String(word[word.index(after: $0)...]) }
            guard let key = CodingKeys(rawValue: name.replacing("-", with: "_")) else {
                throw unknown(
                    "way of reading", name,
                    among: CodingKeys.allCases.map { $0.rawValue.replacing("_", with: "-") }, at: flag)
            }
            try set(key, to: value, word: word, flag: flag)
        }
    }

    private mutating func set(_ key: CodingKeys, to value: String?, word: String, flag: String) throws {
        switch key {
        case .noHeader, .strict:
            guard value == nil || value == "true" else {
                throw TieoutError(
                    "'\(word)' takes no value", at: flag, remedy: "leave out what follows the =")
            }
            if key == .strict { strict = true } else { noHeader = true }
            return
        default: break
        }
        guard let value, !value.isEmpty else {
            throw TieoutError(
                "'\(word)' names no value", at: flag, remedy: "write delimiter=; or encoding=latin-1")
        }
        switch key {
        case .delimiter: delimiter = value
        case .quote: quote = value
        case .escape: escape = value
        case .encoding: encoding = value
        case .spaces: spaces = value
        case .comment: comment = value
        case .ragged: ragged = value
        case .invalidText: invalidText = value
        case .maxRejects: maxRejects = value
        case .maxRecord: maxRecord = value
        case .nullWords: nullWords = value.split(separator: ",").map(String.init)
        case .skipLines:
            guard let lines = Int(value) else {
                throw TieoutError("'\(value)' is no number of lines", at: flag, remedy: "write skip-lines=2")
            }
            skipLines = lines
        case .noHeader, .strict: preconditionFailure("flags were set above")
        }
    }
}
