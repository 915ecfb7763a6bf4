import FileRecords
import Records

/// Which copy stays. Rules are asked in order until one tells two files apart; then the bytes of their
/// paths do.
public enum KeepRule: Sendable, Equatable {
    /// Rather a file below this directory (`in:DIR`), an absolute literal path.
    case within([UInt8])
    /// Rather a file that is not below this directory (`not-in:DIR`).
    case outside([UInt8])
    /// Rather the file modified last, or first.
    case newest, oldest
    /// Rather the path of fewest, or most, bytes.
    case shortestPath, longestPath
    /// Rather the file of the root that was given first.
    case pathOrder
    /// Rather the file with most names in its group, so that fewest names change.
    case mostLinks

    /// The rules where none are given: hard links join the largest set of names there is.
    public static func defaults(for kind: ActionKind) -> [KeepRule] {
        kind == .hardlink ? [.mostLinks, .pathOrder] : [.pathOrder]
    }

    /// Reads a rule: `newest`, `in:/data/a`.
    ///
    /// - Parameters:
    ///   - rule: its bytes, since a path need not be UTF-8.
    ///   - absolute: makes a path absolute.
    /// - Throws: `TieoutError` for anything else, naming what there is.
    public init(_ rule: [UInt8], absolute: ([UInt8]) throws -> [UInt8]) throws {
        let (within, outside) = (Array("in:".utf8), Array("not-in:".utf8))
        switch String(decoding: rule, as: UTF8.self) {
        case "newest": self = .newest
        case "oldest": self = .oldest
        case "shortest-path": self = .shortestPath
        case "longest-path": self = .longestPath
        case "path-order": self = .pathOrder
        case "most-links": self = .mostLinks
        case _ where rule.starts(with: within) && rule.count > within.count:
            self = .within(try absolute(Array(rule.dropFirst(within.count))))
        case _ where rule.starts(with: outside) && rule.count > outside.count:
            self = .outside(try absolute(Array(rule.dropFirst(outside.count))))
        default:
            throw TieoutError(
                "no rule for what is kept: \(shown(path: rule))", at: "--keep",
                remedy: "known: in:DIR, not-in:DIR, newest, oldest, shortest-path, longest-path, path-order, "
                    + "most-links")
        }
    }

    /// The rule as it was given.
    public var text: String {
        switch self {
        case .within(let directory): "in:" + shown(path: directory)
        case .outside(let directory): "not-in:" + shown(path: directory)
        case .newest: "newest"
        case .oldest: "oldest"
        case .shortestPath: "shortest-path"
        case .longestPath: "longest-path"
        case .pathOrder: "path-order"
        case .mostLinks: "most-links"
        }
    }

    /// What the rule makes of a file: the lower, the rather it stays.
    func rank(_ file: Candidate) -> Int64 {
        switch self {
        case .within(let directory): isWithin(file.path, directory) ? 0 : 1
        case .outside(let directory): isWithin(file.path, directory) ? 1 : 0
        case .newest: -file.facts.modified
        case .oldest: file.facts.modified
        case .shortestPath: Int64(file.path.count)
        case .longestPath: -Int64(file.path.count)
        case .pathOrder: Int64(file.root)
        case .mostLinks: -Int64(file.names)
        }
    }
}

/// A member of a group while it is decided which stays.
struct Candidate {
    /// The whole path.
    var path: [UInt8]
    /// Number of the root among the roots.
    var root: Int
    /// How many names its inode has in the group.
    var names: Int
    /// Whether the inode has a name that may not be touched.
    var isProtected: Bool
    var facts: FileFacts
    var file: PlannedFile

    /// Whether this one stays rather than another. No two names are alike.
    func isKept(before other: Candidate, by rules: [KeepRule]) -> Bool {
        for rule in rules {
            let (mine, theirs) = (rule.rank(self), rule.rank(other))
            if mine != theirs { return mine < theirs }
        }
        return path.lexicographicallyPrecedes(other.path)
    }
}
