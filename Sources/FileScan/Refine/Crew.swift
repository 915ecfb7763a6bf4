import FileRecords
import Records

/// The threads of one step, while the thread that called keeps what they find.
enum Crew {
    /// So many bytes are read at most before what is known of them is kept.
    static let bytesBetween = 64 << 20
    /// Milliseconds between looks at the clock, the monitor, and what is there to keep.
    private static let tick = 50
    /// Ticks between times of keeping, where little is read.
    private static let ticksBetween = 20

    /// Runs `body(0)` … `body(count − 1)` on threads and keeps what they deliver on this one, until all have
    /// ended.
    ///
    /// - Throws: what a body or `keep` throws, or that the run is to stop; always after the threads ended and
    ///   all that is known was kept.
    static func run(
        _ count: Int, _ run: RefineRun,
        keep: ([UInt32], UnsafeBufferPointer<ContentEvidence>) throws -> Void,
        body: @escaping @Sendable (Int) throws -> Void
    ) throws {
        try run.monitor.checkStop()
        guard count > 0, !run.mustStop, !lookAround(run) else { return }
        let outcome = Outcome()
        let work: @Sendable () -> Void = {
            do { try onThreads(count, body) } catch { outcome.failure = error }
            run.gate.locked {
                outcome.isOver = true
                run.gate.announce()
            }
        }
        if !detachThread(work) { work() }
        var failure: (any Error)?
        var isOver = false
        while !isOver {
            let fresh: [UInt32] = run.gate.locked {
                var ticks = 0
                while !outcome.isOver, !run.isWorthKeeping, ticks < ticksBetween, !lookAround(run) {
                    run.gate.wait(milliseconds: tick)
                    ticks += 1
                }
                // Once the threads are told to stop there is nothing to do but to wait for them.
                while run.mustStop, !outcome.isOver { run.gate.wait() }
                isOver = outcome.isOver
                return run.takeFresh()
            }
            guard failure == nil, !fresh.isEmpty else { continue }
            do { try keep(fresh, UnsafeBufferPointer(run.evidence)) } catch {
                failure = error
                run.isStopped.store(true, ordering: .relaxed)
            }
        }
        if let failure = outcome.failure ?? failure { throw failure }
        try run.monitor.checkStop()
    }

    /// Tells the threads to stop if it is time to.
    private static func lookAround(_ run: RefineRun) -> Bool {
        let isLate = run.options.deadline.map { ContinuousClock.now >= $0 } ?? false
        if isLate || run.monitor.stopSignal.load(ordering: .relaxed) != 0 {
            run.isStopped.store(true, ordering: .relaxed)
        }
        return run.mustStop
    }

    /// How the threads ended; behind the gate.
    private final class Outcome: @unchecked Sendable {
        var isOver = false
        var failure: (any Error)?
    }
}
