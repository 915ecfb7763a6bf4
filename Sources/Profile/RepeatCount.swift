import Records
import Synchronization

/// Counts exactly how often hashes repeat, however many there are: sorted runs go to a temporary file that
/// has no name, and are merged in the end.
final class RepeatCount: Sendable {
    private struct Runs: Sendable {
        /// Made when the first run is written.
        var file: SpillFile?
        /// Where each run begins in the file, in bytes, and its hashes.
        var written: [(start: Int, count: Int)] = []
        /// Runs that were never written, since there were few.
        var kept: [[UInt64]] = []
    }

    private let runs = Mutex(Runs())
    private let keptHashes: Int

    /// Hashes a run has at most; as many as a thread gathers before it sorts them.
    static let runHashes = 1 << 18

    /// - Parameter keptHashes: how many may stay in memory.
    init(keptHashes: Int = 1 << 19) { self.keptHashes = keptHashes }

    /// Takes hashes, in any order.
    ///
    /// - Throws: `TieoutError` where the temporary folder takes no more.
    func add(_ hashes: [UInt64]) throws {
        guard !hashes.isEmpty else { return }
        let run = hashes.sorted()
        try runs.withLock { runs in
            let kept = runs.kept.reduce(0) { $0 + $1.count }
            if runs.file == nil && kept + run.count <= keptHashes {
                runs.kept.append(run)
                return
            }
            let file = try runs.file ?? SpillFile()
            runs.file = file
            runs.written.append((try run.withUnsafeBytes { try file.append($0) }, run.count))
        }
    }

    /// How many of the hashes another equal one stands before.
    ///
    /// - Complexity: O(n log runs)
    func repeats() throws -> Int {
        let (file, written, kept) = runs.withLock { ($0.file, $0.written, $0.kept) }
        var readers = kept.map { RunReader($0) }
        if let file { readers += written.map { RunReader(file, from: $0.start, count: $0.count) } }
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
}

/// A sorted run, a piece at a time.
private struct RunReader {
    private var piece: [UInt64]
    private var place = 0
    private let file: SpillFile?
    private var from = 0
    private var left = 0

    private static let pieceHashes = 4096

    init(_ run: [UInt64]) {
        piece = run
        file = nil
    }

    init(_ file: SpillFile, from: Int, count: Int) {
        piece = []
        self.file = file
        self.from = from
        left = count
    }

    mutating func next() throws -> UInt64? {
        if place == piece.count {
            guard let file, left > 0 else { return nil }
            piece = Array(repeating: 0, count: min(left, Self.pieceHashes))
            try piece.withUnsafeMutableBytes { try file.read(at: from, into: $0) }
            from += piece.count * MemoryLayout<UInt64>.stride
            left -= piece.count
            place = 0
        }
        defer { place += 1 }
        return piece[place]
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
