import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs `body(0)` … `body(count − 1)` on `count` plain threads and waits for all of them.
///
/// Plain threads, not Swift's cooperative pool: that pool has as many threads as cores, the status
/// endpoint lives on it, and work that never suspends would starve it.
///
/// - Throws: the error of the lowest-numbered body that threw, after all have ended.
public func onThreads(_ count: Int, _ body: @Sendable (Int) throws -> Void) throws {
    precondition(count > 0)
    if count == 1 { return try body(0) }
    try withoutActuallyEscaping(body) { body in
        let failures = Mutex<[Int: any Error]>([:])
        var threads: [pthread_t] = []
        for index in 0..<count {
            let work: @Sendable () -> Void = {
                do { try body(index) } catch { failures.withLock { $0[index] = error } }
            }
            if let thread = startThread(work) {
                threads.append(thread)
            } else {
                // No thread to be had: do its share here.
                work()
            }
        }
        for thread in threads { pthread_join(thread, nil) }
        let first = failures.withLock { $0.min { $0.key < $1.key }?.value }
        if let first { throw first }
    }
}

/// Runs two bodies at once, each on a thread of its own, and waits for both; one after the other where there is but
/// one thread.
///
/// - Throws: the error of the first body before that of the second.
public func together<A: Sendable, B: Sendable>(
    threads: Int = 2, _ first: @Sendable () throws -> A, _ second: @Sendable () throws -> B
) throws -> (A, B) {
    if threads < 2 { return (try first(), try second()) }
    let one = Mutex<A?>(nil)
    let other = Mutex<B?>(nil)
    try onThreads(2) { index in
        if index == 0 {
            let value = try first()
            one.withLock { $0 = value }
        } else {
            let value = try second()
            other.withLock { $0 = value }
        }
    }
    guard let a = one.withLock({ $0 }), let b = other.withLock({ $0 }) else {
        preconditionFailure("a body that does not throw returns a value")
    }
    return (a, b)
}

/// Starts a thread that ends when `body` does, and that nobody waits for.
///
/// - Returns: false where there is no thread to be had; `body` is then not run.
public func detachThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard let thread = startThread(body) else { return false }
    pthread_detach(thread)
    return true
}

/// Lets a value go on a thread of its own: large memory takes the system a while to take back.
///
/// - Parameter value: of what it holds only that is freed which nobody else does.
public func freeBeside(_ value: consuming some Sendable) {
    let held = Unmanaged.passRetained(Held(consume value))
    if !detachThread({ held.release() }) { held.release() }
}

private final class Held<Value: Sendable>: Sendable {
    private let value: Value
    init(_ value: consuming Value) { self.value = value }
}

private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    let work = Unmanaged.passRetained(ThreadBody(body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 8 << 20)
    defer { pthread_attr_destroy(&attributes) }
    #if canImport(Darwin)
        var thread: pthread_t?
    #else
        var thread = pthread_t()
    #endif
    let status = pthread_create(
        &thread, &attributes,
        { context in
            #if canImport(Darwin)
                Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
            #else
                if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
            #endif
            return nil
        }, work.toOpaque())
    guard status == 0 else {
        work.release()
        return nil
    }
    return thread
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Hands out `0 ..< total` in runs of `step` to whoever asks next.
public struct WorkCounter: ~Copyable, Sendable {
    private let next = Atomic<Int>(0)
    private let total: Int
    private let step: Int

    /// - Parameter step: length of a run, above 0; only the last may be shorter.
    public init(total: Int, step: Int) {
        precondition(step > 0)
        self.total = total
        self.step = step
    }

    /// The next run, or nil when all is handed out.
    public func take() -> Range<Int>? {
        let start = next.add(step, ordering: .relaxed).oldValue
        return start < total ? start..<min(start + step, total) : nil
    }
}
