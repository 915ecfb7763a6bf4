import Records
import Synchronization

/// How much of what a diff keeps may stay in memory; beyond it, full blocks go to a temporary file.
final class SpillBudget: Sendable {
    /// What goes to a temporary file of its own: blocks of entries are whole pages there, which the system writes the
    /// quickest.
    enum Part: Int, CaseIterable { case entries, numbers }

    /// Bytes that may stay in memory; nil: all.
    let limit: Int?
    /// Not all memory is there for the taking.
    var isLimited: Bool { limit != nil }
    private let used = Atomic<Int>(0)
    private let spilled = Mutex([SpillFile?](repeating: nil, count: Part.allCases.count))

    /// - Parameter bytes: that may stay in memory; nil: all of them.
    init(bytes: Int?) { limit = bytes }

    /// Whether so many bytes more may stay; if so, they count from now on.
    func take(_ bytes: Int) -> Bool {
        guard let limit else { return true }
        if used.add(bytes, ordering: .relaxed).newValue <= limit { return true }
        used.subtract(bytes, ordering: .relaxed)
        return false
    }

    /// Counts bytes that are held whatever the limit.
    func charge(_ bytes: Int) {
        if isLimited { used.add(bytes, ordering: .relaxed) }
    }

    /// Bytes are no longer held.
    func give(_ bytes: Int) {
        if isLimited { used.subtract(bytes, ordering: .relaxed) }
    }

    /// More is held than may be: something has to go.
    var isOverdrawn: Bool { limit.map { used.load(ordering: .relaxed) > $0 } ?? false }

    /// The temporary file of a part, made when it is first needed.
    func file(of part: Part) throws -> SpillFile {
        try spilled.withLock { files in
            if let file = files[part.rawValue] { return file }
            let new = try SpillFile()
            files[part.rawValue] = new
            return new
        }
    }

    /// Something was written to disk.
    var hasSpilled: Bool { spilled.withLock { $0.contains { $0 != nil } } }
}
