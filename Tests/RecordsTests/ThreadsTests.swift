import Dispatch
import Records
import Synchronization
import Testing

private struct Failure: Error, Equatable { var number: Int }

@Suite struct ThreadsTests {
    @Test(arguments: [1, 2, 7, 40])
    func everyBodyRunsOnce(threads: Int) throws {
        let seen = Mutex<[Int]>([])
        try onThreads(threads) { number in seen.withLock { $0.append(number) } }
        #expect(seen.withLock { $0.sorted() } == Array(0..<threads))
    }

    @Test func theErrorOfTheLowestNumberIsThrownAfterAllHaveEnded() {
        for threads in [1, 2, 7] {
            for first in 0..<threads {
                let ended = Atomic<Int>(0)
                #expect(throws: Failure(number: first)) {
                    try onThreads(threads) { number in
                        ended.add(1, ordering: .relaxed)
                        if number >= first { throw Failure(number: number) }
                    }
                }
                #expect(ended.load(ordering: .relaxed) == threads)
            }
        }
    }

    @Test func workIsHandedOutOnceAndWhole() throws {
        for total in [0, 1, 2, 99, 100, 101] {
            for step in [1, 2, 7, 100, 1000] {
                for threads in [1, 2, 7] {
                    let taken = Mutex<[Range<Int>]>([])
                    let work = WorkCounter(total: total, step: step)
                    try onThreads(threads) { _ in
                        while let range = work.take() { taken.withLock { $0.append(range) } }
                    }
                    let ranges = taken.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
                    #expect(ranges.flatMap { Array($0) } == Array(0..<total))
                    #expect(ranges.allSatisfy { $0.count <= step && !$0.isEmpty })
                    #expect(work.take() == nil)
                }
            }
        }
    }

    private final class Freed: Sendable {
        let when: @Sendable () -> Void
        init(_ when: @escaping @Sendable () -> Void) { self.when = when }
        deinit { when() }
    }

    /// Freed once, and by a thread that may be waited for here, so by another one.
    @Test func whatIsFreedBesideIsFreedOnceByAnother() {
        let (times, done) = (Counted(), DispatchSemaphore(value: 0))
        freeBeside(
            Freed {
                times.count.add(1, ordering: .relaxed)
                done.signal()
            })
        #expect(done.wait(timeout: .now() + 60) == .success)
        #expect(times.count.load(ordering: .relaxed) == 1)
    }

    private final class Counted: Sendable { let count = Atomic<Int>(0) }
}
