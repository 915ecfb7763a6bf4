import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The decoded bytes of a source, readable by several threads at places they choose.
///
/// A file has all of them at any time. What flows (a pipe, compressed data) has a stretch that moves on:
/// readers say how far they want to see (`reach`), and what they are done with (`release`).
protocol ByteStore: Sendable {
    /// Waits until the bytes before `end` are there.
    ///
    /// - Returns: `end`, or where the source ends if that is before.
    /// - Throws: what went wrong on the way, once all bytes before that have been reached.
    func reach(_ end: UInt64) throws -> UInt64
    /// Fills `target` with the bytes from `offset` on, all of which have been reached and not released.
    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) throws
    /// The bytes before `offset` are not asked for again in this pass.
    func release(before offset: UInt64)
    /// Makes all bytes readable again from the first on.
    ///
    /// - Throws: `TieoutError` where that was possible only once.
    func beginPass() throws

    /// Bytes as stored, where known.
    var storedBytes: UInt64? { get }
    /// How many of the stored bytes stand for the decoded bytes before `offset`, about: for progress.
    func storedBytes(before offset: UInt64) -> UInt64
    /// Any place can be read at once, however far from the others.
    var isSeekable: Bool { get }
    /// The store takes the fingerprint itself.
    var hashesItself: Bool { get }
    /// The fingerprint, where the store takes it itself; known at the end of a pass.
    var fingerprint: String? { get }
}

extension ByteStore {
    func release(before offset: UInt64) {}
    func beginPass() throws {}
    func storedBytes(before offset: UInt64) -> UInt64 { offset }
    var isSeekable: Bool { true }
    var hashesItself: Bool { false }
    var fingerprint: String? { nil }
}

/// A regular file, read with `pread`: no shared position, no mapping that would count as memory.
final class FileStore: ByteStore {
    let path: String
    let count: UInt64
    private let descriptor: Int32

    /// Takes the descriptor over.
    init(path: String, descriptor: Int32, count: UInt64) {
        self.path = path
        self.descriptor = descriptor
        self.count = count
    }

    deinit { close(descriptor) }

    func reach(_ end: UInt64) -> UInt64 { min(end, count) }

    var storedBytes: UInt64? { count }

    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) throws {
        var done = 0
        while done < target.count {
            let got = pread(
                descriptor, target.baseAddress.map { $0 + done }, target.count - done,
                off_t(offset) + off_t(done))
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw TieoutError("cannot be read: \(errorText())", at: path) }
            guard got > 0 else {
                throw TieoutError(
                    "became shorter while it was read", at: path,
                    remedy: "run again when nothing writes to it")
            }
            done += got
        }
    }
}

/// Bytes in memory.
final class MemoryStore: ByteStore {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func reach(_ end: UInt64) -> UInt64 { min(end, UInt64(bytes.count)) }

    var storedBytes: UInt64? { UInt64(bytes.count) }

    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) throws {
        bytes.withUnsafeBytes {
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(offset)...].prefix(target.count)))
        }
    }
}

/// What the system says of the last error.
func errorText() -> String { String(cString: strerror(errno)) }
