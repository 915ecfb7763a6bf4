import Records
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Counts exactly how often hashes repeat, however many there are: sorted runs go to a temporary file that
/// has no name, and are merged in the end.
final class RepeatCount: Sendable {
    private struct File: Sendable {
        var descriptor: Int32 = -1
        /// Hashes in each run, in the order of the file.
        var runs: [Int] = []
        /// Runs that were never written, since there were few.
        var kept: [[UInt64]] = []
    }

    private let file = Mutex(File())
    private let keptHashes: Int

    /// Hashes a run has at most; as many as a thread gathers before it sorts them.
    static let runHashes = 1 << 18

    /// - Parameter keptHashes: how many may stay in memory.
    init(keptHashes: Int = 1 << 19) { self.keptHashes = keptHashes }

    deinit {
        let descriptor = file.withLock { $0.descriptor }
        if descriptor >= 0 { close(descriptor) }
    }

    /// Takes hashes, in any order.
    ///
    /// - Throws: `TieoutError` where the temporary folder takes no more.
    func add(_ hashes: [UInt64]) throws {
        guard !hashes.isEmpty else { return }
        let run = hashes.sorted()
        try file.withLock { file in
            let kept = file.kept.reduce(0) { $0 + $1.count }
            if file.descriptor < 0 && kept + run.count <= keptHashes {
                file.kept.append(run)
                return
            }
            if file.descriptor < 0 { file.descriptor = try Self.unlinkedFile() }
            try Self.store(run, in: file.descriptor)
            file.runs.append(run.count)
        }
    }

    /// How many of the hashes another equal one stands before.
    ///
    /// - Complexity: O(n log runs)
    func repeats() throws -> Int {
        let (descriptor, counts, kept) = file.withLock { ($0.descriptor, $0.runs, $0.kept) }
        var readers: [RunReader] = kept.map { RunReader($0) }
        var start = 0
        for count in counts {
            readers.append(RunReader(descriptor, from: start, count: count))
            start += count
        }
        var heads = MergeHeads()
        for place in readers.indices {
            if let hash = try readers[place].next() { heads.push(hash, place) }
        }
        var repeats = 0
        var last: UInt64?
        while let (hash, place) = heads.least {
            if hash == last { repeats += 1 }
            last = hash
            if let next = try readers[place].next() {
                heads.replaceLeast(next, place)
            } else {
                heads.dropLeast()
            }
        }
        return repeats
    }

    private static func unlinkedFile() throws -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/tieout-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else {
            throw TieoutError(
                "no temporary file can be made: \(String(cString: strerror(errno)))", at: folder,
                remedy: "name another folder with TMPDIR")
        }
        unlink(name)
        return descriptor
    }

    private static func store(_ run: [UInt64], in descriptor: Int32) throws {
        try run.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    throw TieoutError(
                        "the temporary file cannot be written: \(String(cString: strerror(errno)))",
                        remedy: "make room, or name another folder with TMPDIR")
                }
                done += count
            }
        }
    }
}

/// A sorted run, a piece at a time.
private struct RunReader {
    private var piece: [UInt64]
    private var place = 0
    private var descriptor: Int32 = -1
    private var from = 0
    private var left = 0

    private static let pieceHashes = 4096

    init(_ run: [UInt64]) { piece = run }

    init(_ descriptor: Int32, from: Int, count: Int) {
        piece = []
        self.descriptor = descriptor
        self.from = from
        left = count
    }

    mutating func next() throws -> UInt64? {
        if place == piece.count {
            guard left > 0 else { return nil }
            try readPiece()
        }
        defer { place += 1 }
        return piece[place]
    }

    private mutating func readPiece() throws {
        let count = min(left, Self.pieceHashes)
        let width = MemoryLayout<UInt64>.stride
        var failed = false
        let (descriptor, from) = (descriptor, from)
        piece = [UInt64](unsafeUninitializedCapacity: count) { target, initialized in
            var done = 0
            while done < count * width {
                let got = pread(
                    descriptor, UnsafeMutableRawPointer(target.baseAddress.unsafelyUnwrapped) + done,
                    count * width - done, off_t(from * width + done))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else {
                    failed = true
                    return
                }
                done += got
            }
            initialized = count
        }
        if failed { throw TieoutError("the temporary file cannot be read again") }
        self.from += count
        left -= count
        place = 0
    }
}

/// The least hash of each run: a binary heap.
private struct MergeHeads {
    private var heap: [(hash: UInt64, place: Int)] = []

    var least: (hash: UInt64, place: Int)? { heap.first }

    mutating func push(_ hash: UInt64, _ place: Int) {
        heap.append((hash, place))
        var child = heap.count - 1
        while child > 0, heap[child].hash < heap[(child - 1) / 2].hash {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func replaceLeast(_ hash: UInt64, _ place: Int) {
        heap[0] = (hash, place)
        sink()
    }

    mutating func dropLeast() {
        heap[0] = heap[heap.count - 1]
        heap.removeLast()
        sink()
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1].hash < heap[child].hash { child += 1 }
            guard heap[child].hash < heap[parent].hash else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
