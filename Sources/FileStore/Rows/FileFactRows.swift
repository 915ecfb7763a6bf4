import FileRecords
import PackedTables
import Records

/// The rows of `file_fact` that a scan has for its files.
struct FileFactRows: DescribedRows {
    let files: [FileTable.File]
    let names: [UInt8]
    let evidence: [ContentEvidence]
    let kinds: [FileKind]
    /// The stored id of each directory.
    let homes: [Int64]
    /// By file: the id of its content, 0 for none.
    let contents: [Int64]
    /// By file: the id of its media type, 0 for none; nothing where no file has one.
    let types: [Int32]
    let scan: Int
    let settling: Settling

    init(
        _ scan: FinishedScan, homes: [Int64], contents: [Int64], types: [Int32], number: Int,
        settling: Settling
    ) {
        files = scan.table.files
        names = scan.table.names
        evidence = scan.evidence
        kinds = scan.kinds
        self.homes = homes
        self.contents = contents
        self.types = types
        self.scan = number
        self.settling = settling
    }

    var count: Int { files.count }

    /// The id of a file's media type, 0 for none.
    @inline(__always)
    func type(_ row: Int) -> Int32 { types.isEmpty ? 0 : types[row] }

    @inline(__always)
    func put(_ row: Int, into sink: inout some RecordSink) {
        let file = files[row]
        sink.putNull()
        sink.putNull()
        sink.put(Int(homes[Int(file.directory)]))
        names.withUnsafeBufferPointer { names in
            let name = UnsafeBufferPointer(
                rebasing: names[file.nameStart..<file.nameStart + Int(file.nameLength)])
            sink.put(name, isText: false)
            sink.put(file.facts)
            sink.put(settling.isSettled(file.facts) ? 1 : 0)
            sink.put(evidence[row])
            sink.put(unlessZero: contents[row])
            sink.put(Int(kinds[row].rawValue))
            sink.put(unlessZero: Int64(type(row)))
            sink.put(text: isPlain(name) ? nil : escapedText(name))
        }
        sink.put(scan)
    }
}

extension RecordSink {
    /// The columns of `FactColumns`.
    @inline(__always)
    mutating func put(_ facts: FileFacts) {
        put(Int(truncatingIfNeeded: facts.device))
        put(Int(truncatingIfNeeded: facts.inode))
        put(Int(facts.size))
        put(Int(facts.allocated))
        put(Int(facts.modified))
        put(Int(facts.changed))
        put(Int(facts.mode))
        put(Int(facts.links))
        put(Int(facts.owner))
        put(Int(facts.group))
    }

    /// The columns of `EvidenceColumns`. What cannot be relied on is stored as nothing.
    @inline(__always)
    mutating func put(_ evidence: ContentEvidence) {
        let isKnown = evidence.origin == .read || evidence.origin == .remembered
        if isKnown, evidence.hasEnds { put(Int(truncatingIfNeeded: evidence.ends)) } else { putNull() }
        guard isKnown, evidence.covered >= 0 else {
            for _ in 0..<3 { putNull() }
            return
        }
        put(Int(evidence.covered))
        put(unlessZero: Int64(evidence.comparedIn))
        StoredHash(evidence.prefix).withBytes { put($0, isText: false) }
    }

    /// An integer, or null for 0.
    @inline(__always)
    mutating func put(unlessZero value: Int64) {
        if value == 0 { putNull() } else { put(Int(value)) }
    }

    /// A text, or null; for the few rows that have one.
    mutating func put(text: String?) {
        guard var text else { return putNull() }
        text.withUTF8 { put($0, isText: true) }
    }
}

/// Whether evidence of a file may be remembered. A file that was changed so lately that another change could
/// bear the same times may not: two seconds are the coarsest clock of a file system (FAT).
struct Settling: Sendable {
    /// When the scan began, in nanoseconds since 1970.
    let started: Int64

    @inline(__always)
    func isSettled(_ facts: FileFacts) -> Bool {
        let limit = started - 2_000_000_000
        // A time of the content far in the future was set by hand, and is no time of reading.
        return facts.changed < limit
            && (facts.modified < limit || facts.modified > started + 86_400_000_000_000)
    }
}
