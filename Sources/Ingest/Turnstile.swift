import CKernels
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lets threads through one after the other, by number: whoever holds number n waits until n − 1 has
/// left. What happens inside is ordered, and seen by all that follow.
final class Turnstile: @unchecked Sendable {
    // The fields are changed only with the lock held.
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let next = Atomic<Int>(0)
    private var broken = false

    /// Looks at whose turn it is before a thread goes to sleep: about as long as waking it up would take.
    private static let looks = 1000

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// Waits for the turn of `number`.
    ///
    /// - Returns: false if the turnstile broke down meanwhile, and nobody is let in any more.
    func enter(_ number: Int) -> Bool {
        var looks = 0
        while next.load(ordering: .relaxed) != number && looks < Self.looks {
            tieout_pause()
            looks += 1
        }
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while next.load(ordering: .relaxed) != number && !broken { pthread_cond_wait(changed, lock) }
        return !broken
    }

    /// Lets the next number in.
    func leave() {
        pthread_mutex_lock(lock)
        next.add(1, ordering: .relaxed)
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }

    /// Sends everybody away: the work has failed somewhere.
    func breakDown() {
        pthread_mutex_lock(lock)
        broken = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }
}
