import Records
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Bytes that come one after the other, once. Feeds stack: a decoder is a feed that reads from one.
///
/// In one thread's hands at a time.
protocol ByteFeed: AnyObject {
    /// Fills the beginning of `target`, which has room for some, with the bytes that come next.
    ///
    /// - Returns: how many; 0 at the end.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int
}

/// What a descriptor gives: a file from its beginning, a pipe, standard input.
final class DescriptorFeed: ByteFeed {
    private let descriptor: Int32
    private let path: String
    private let progress: StoredProgress

    /// Takes the descriptor over.
    init(_ descriptor: Int32, path: String, progress: StoredProgress) {
        self.descriptor = descriptor
        self.path = path
        self.progress = progress
    }

    deinit { close(descriptor) }

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            #if canImport(Darwin)
                let got = Darwin.read(descriptor, target.baseAddress, target.count)
            #elseif canImport(Musl)
                let got = Musl.read(descriptor, target.baseAddress, target.count)
            #else
                let got = Glibc.read(descriptor, target.baseAddress, target.count)
            #endif
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw TieoutError("cannot be read: \(errorText())", at: path) }
            progress.bytes.add(got, ordering: .relaxed)
            return got
        }
    }
}

/// Bytes in memory, as a feed.
final class MemoryFeed: ByteFeed {
    private let bytes: [UInt8]
    private var place = 0
    private let atOnce: Int

    /// - Parameter atOnce: most bytes given at a time, above 0.
    init(_ bytes: [UInt8], atOnce: Int = .max) {
        self.bytes = bytes
        self.atOnce = atOnce
    }

    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(bytes.count - place, target.count, atOnce)
        target.copyBytes(from: bytes[place..<place + count])
        place += count
        return count
    }
}

/// A feed whose beginning can be looked at before it is read.
final class PeekedFeed: ByteFeed {
    private let feed: any ByteFeed
    private var head: [UInt8] = []
    private var given = 0
    private var ended = false

    init(_ feed: any ByteFeed) { self.feed = feed }

    /// The first `count` bytes, or all there are; only before anything is read.
    func peek(_ count: Int) throws -> [UInt8] {
        precondition(given == 0)
        while head.count < count && !ended {
            var got = 0
            let room = count - head.count
            let more = try [UInt8](unsafeUninitializedCapacity: room) { target, initialized in
                got = try feed.read(into: UnsafeMutableRawBufferPointer(target))
                initialized = got
            }
            if got == 0 { ended = true }
            head += more
        }
        return Array(head.prefix(count))
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        guard given < head.count else { return ended ? 0 : try feed.read(into: target) }
        let count = min(head.count - given, target.count)
        target.copyBytes(from: head[given..<given + count])
        given += count
        if given == head.count {
            head = []
            given = 0
        }
        return count
    }
}

/// How much of the stored bytes has been read, for whoever watches.
final class StoredProgress: Sendable {
    let bytes = Atomic<Int>(0)
}
