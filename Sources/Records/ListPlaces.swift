/// Where each of some threads puts what it adds to each of some lists: first counted, then the place where it begins.
///
/// A list is filled thread by thread, and a thread goes through its own share in order: what comes out does not depend
/// on how many threads there are.
public final class ListPlaces: @unchecked Sendable {
    // Each thread writes its own places; between counting and adding nobody else is at work.

    private let places: UnsafeMutableBufferPointer<Int>
    private let lists: Int
    private let threads: Int

    /// Counts of zero.
    public init(lists: Int, threads: Int) {
        self.lists = lists
        self.threads = threads
        places = .allocate(capacity: lists * threads)
        places.initialize(repeating: 0)
    }

    deinit { places.deallocate() }

    /// A thread's counts or places, by list.
    public func ofThread(_ thread: Int) -> UnsafeMutablePointer<Int> {
        places.baseAddress.unsafelyUnwrapped + thread * lists
    }

    /// What a thread counts, and then adds, of `count` things.
    public func share(_ thread: Int, of count: Int) -> Range<Int> {
        let share = (count + threads - 1) / threads
        return min(thread * share, count)..<min((thread + 1) * share, count)
    }

    /// Turns the counts of some lists, which follow one another from place 0, into the places where threads begin.
    ///
    /// - Returns: where each list starts, and the end of the last.
    public func turnToStarts(_ range: Range<Int>) -> [Int] {
        var starts: [Int] = []
        var total = 0
        for list in range {
            starts.append(total)
            for thread in 0..<threads {
                let count = places[thread * lists + list]
                places[thread * lists + list] = total
                total += count
            }
        }
        return starts + [total]
    }
}
