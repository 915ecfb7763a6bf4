import FileRecords
import Records

/// Evidence of a file on its way, with what it is remembered by: ten words, as the blobs of `saved_evidence`
/// hold them, one behind the other, lowest byte first.
///
/// Rows of their own would be read once, if at all, and cost a scan a tenth of its time.
struct SavedEvidence: Equatable {
    /// The inode, size and times that it is good for; what else a file has is nothing here.
    var identity: FileIdentity
    var size: Int64
    var modified: Int64
    var changed: Int64
    var evidence: ContentEvidence

    /// Words of an entry.
    static let words = 10

    init(_ facts: FileFacts, _ evidence: ContentEvidence) {
        identity = facts.identity
        size = facts.size
        modified = facts.modified
        changed = facts.changed
        self.evidence = evidence
    }

    /// Reads an entry that begins at `word`, each word in the order of this machine.
    init(_ word: (Int) -> UInt64) {
        identity = FileIdentity(device: word(0), inode: word(1))
        size = Int64(bitPattern: word(2))
        modified = Int64(bitPattern: word(3))
        changed = Int64(bitPattern: word(4))
        evidence = ContentEvidence()
        evidence.ends = word(5)
        evidence.covered = Int64(bitPattern: word(6))
        evidence.prefix = Hash128(high: word(7), low: word(8))
        evidence.hasEnds = word(9) & 1 != 0
        evidence.comparedIn = UInt32(truncatingIfNeeded: word(9) >> 32)
        evidence.origin = .remembered
    }

    func append(to words: inout [UInt64]) {
        let flags = (evidence.hasEnds ? 1 : 0) | UInt64(evidence.comparedIn) << 32
        words.append(identity.device.littleEndian)
        words.append(identity.inode.littleEndian)
        words.append(UInt64(bitPattern: size).littleEndian)
        words.append(UInt64(bitPattern: modified).littleEndian)
        words.append(UInt64(bitPattern: changed).littleEndian)
        words.append(evidence.ends.littleEndian)
        words.append(UInt64(bitPattern: evidence.covered).littleEndian)
        words.append(evidence.prefix.high.littleEndian)
        words.append(evidence.prefix.low.littleEndian)
        words.append(flags.littleEndian)
    }

    /// Lends the entries of a blob to `body`.
    static func forEach(in blob: UnsafeRawBufferPointer, _ body: (SavedEvidence) -> Void) {
        let size = words * MemoryLayout<UInt64>.size
        for start in stride(from: 0, through: blob.count - size, by: size) {
            body(
                SavedEvidence {
                    UInt64(
                        littleEndian: blob.loadUnaligned(fromByteOffset: start + 8 * $0, as: UInt64.self))
                })
        }
    }
}
