import NIOCore

/// Runs tasks on an event loop instead of Swift's cooperative pool.
///
/// The server has one thread; with its tasks on that same thread, an answer needs no wake-up of a
/// second one, which would have to wait for a core while the pipeline keeps all of them busy.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        loop.execute { job.runSynchronously(on: executor) }
    }
}
