import Records
import Synchronization

/// How much of what a diff keeps may stay in memory; beyond it, full blocks go to a temporary file.
final class SpillBudget: Sendable {
    /// Not all memory is there for the taking.
    let isLimited: Bool
    private let limit: Int
    private let used = Atomic<Int>(0)
    private let spilled = Mutex<SpillFile?>(nil)

    /// - Parameter bytes: that may stay in memory; nil: all of them.
    init(bytes: Int?) {
        isLimited = bytes != nil
        limit = bytes ?? Int.max
    }

    /// Whether so many bytes more may stay; if so, they count from now on.
    func take(_ bytes: Int) -> Bool {
        guard isLimited else { return true }
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
    var isOverdrawn: Bool { isLimited && used.load(ordering: .relaxed) > limit }

    /// The temporary file, made when it is first needed.
    func file() throws -> SpillFile {
        try spilled.withLock { file in
            if let file { return file }
            let new = try SpillFile()
            file = new
            return new
        }
    }

    /// Something was written to disk.
    var hasSpilled: Bool { spilled.withLock { $0 != nil } }
}
