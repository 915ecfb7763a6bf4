import FileRecords
import Records

/// What every file holds, as a number: equal numbers, equal contents. A file whose content is known to no
/// other has a number of its own; missing evidence is equal to nothing.
///
/// Symbolic links are numbered by their target, apart from files. Pipes, sockets and devices hold nothing:
/// each has a number of its own.
public struct ContentNumbers: Sendable {
    /// The number of all empty files.
    public static let empty: UInt32 = 0

    /// A number for each file of the table.
    public internal(set) var ofFile: [UInt32]
    /// How many numbers there are; all are below it.
    public internal(set) var count: Int

    /// The numbers of one table whose contents were told apart together.
    ///
    /// Members of a group have a number, names of an inode have one, links with the same known target have
    /// one.
    /// - Complexity: O(files).
    public init(_ table: FileTable, evidence: [ContentEvidence], groups: ContentGroups) {
        precondition(evidence.count == table.files.count, "evidence of another table")
        let unnumbered = UInt32.max
        ofFile = [UInt32](repeating: unnumbered, count: table.files.count)
        for group in 0..<groups.count {
            for file in groups[group] { ofFile[Int(file)] = UInt32(group + 1) }
        }
        var next = UInt32(groups.count + 1)
        var linked: [FileIdentity: UInt32] = [:]
        var targets: [Hash128: UInt32] = [:]
        func take() -> UInt32 {
            defer { next += 1 }
            return next
        }
        for (file, entry) in table.files.enumerated() where ofFile[file] == unnumbered {
            let facts = entry.facts
            switch facts.type {
            case .regular where facts.size == 0: ofFile[file] = ContentNumbers.empty
            case .regular where facts.links > 1:
                let number = linked[facts.identity] ?? take()
                linked[facts.identity] = number
                ofFile[file] = number
            case .symbolicLink:
                if let target = evidence[file].whole(size: facts.size) {
                    let number = targets[target] ?? take()
                    targets[target] = number
                    ofFile[file] = number
                } else {
                    ofFile[file] = take()
                }
            default: ofFile[file] = take()
            }
        }
        count = Int(next)
    }

    /// The numbers of two tables that know nothing of each other: files are equal by size and hash of the
    /// whole, and by inode within a table only, since numbers of inodes mean nothing on another day. The evidence
    /// is best that of `evidenceOfAllNames`.
    /// - Complexity: O(files).
    public static func together(
        _ left: FileTable, _ leftEvidence: [ContentEvidence],
        _ right: FileTable, _ rightEvidence: [ContentEvidence]
    ) -> (left: ContentNumbers, right: ContentNumbers) {
        var known: [KnownContent: UInt32] = [:]
        var next: UInt32 = 1
        let leftNumbers = numbers(left, leftEvidence, &known, &next)
        let rightNumbers = numbers(right, rightEvidence, &known, &next)
        return (
            ContentNumbers(ofFile: leftNumbers, count: Int(next)),
            ContentNumbers(ofFile: rightNumbers, count: Int(next))
        )
    }

    private init(ofFile: [UInt32], count: Int) {
        self.ofFile = ofFile
        self.count = count
    }

    private struct KnownContent: Hashable {
        var size: Int64
        var hash: Hash128
        var isLink: Bool
    }

    private static func numbers(
        _ table: FileTable, _ evidence: [ContentEvidence], _ known: inout [KnownContent: UInt32],
        _ next: inout UInt32
    ) -> [UInt32] {
        precondition(evidence.count == table.files.count, "evidence of another table")
        var linked: [FileIdentity: UInt32] = [:]
        return table.files.indices.map { file in
            let facts = table.files[file].facts
            if facts.type == .regular && facts.size == 0 { return ContentNumbers.empty }
            let isLink = facts.type == .symbolicLink
            if facts.type == .regular || isLink, let hash = evidence[file].whole(size: facts.size) {
                let content = KnownContent(size: facts.size, hash: hash, isLink: isLink)
                if let number = known[content] { return number }
                known[content] = next
            } else if facts.type == .regular && facts.links > 1 {
                if let number = linked[facts.identity] { return number }
                linked[facts.identity] = next
            }
            next += 1
            return next - 1
        }
    }
}

/// The evidence with what is known under one name of an inode also under its other names.
///
/// - Complexity: O(files).
public func evidenceOfAllNames(_ table: FileTable, _ evidence: [ContentEvidence]) -> [ContentEvidence] {
    precondition(evidence.count == table.files.count, "evidence of another table")
    var best: [FileIdentity: Int] = [:]
    for (file, entry) in table.files.enumerated()
    where entry.facts.links > 1 && entry.facts.type == .regular
        && evidence[file].whole(size: entry.facts.size) != nil && best[entry.facts.identity] == nil
    {
        best[entry.facts.identity] = file
    }
    guard !best.isEmpty else { return evidence }
    var filled = evidence
    for (file, entry) in table.files.enumerated()
    where entry.facts.links > 1 && entry.facts.type == .regular && evidence[file].origin != .unreadable {
        guard evidence[file].whole(size: entry.facts.size) == nil, let known = best[entry.facts.identity],
            table.files[known].facts.describesSameContent(as: entry.facts)
        else { continue }
        filled[file] = evidence[known]
    }
    return filled
}
