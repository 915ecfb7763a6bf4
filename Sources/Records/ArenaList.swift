/// A list in the memory of an arena, which outlives it. What was expected fits; a list that grows beyond it moves, and
/// leaves the arena the room that it had.
///
/// Unlike an array it takes nothing from the heap, whose memory the system gives to threads in small steps: those that
/// read a source side by side would wait for one another at every batch.
struct ArenaList<Element: BitwiseCopyable> {
    private(set) var count = 0
    private var capacity: Int
    private var base: UnsafeMutablePointer<Element>
    private let arena: RowArena

    /// An empty list.
    ///
    /// - Parameter expected: elements that it has room for.
    init(expected: Int, in arena: RowArena) {
        self.arena = arena
        capacity = expected
        base = ArenaList.room(expected, in: arena)
    }

    private static func room(_ count: Int, in arena: RowArena) -> UnsafeMutablePointer<Element> {
        arena.allocate(count * MemoryLayout<Element>.stride).bindMemory(to: Element.self, capacity: count)
    }

    /// The elements, until one is added.
    var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

    /// Bytes of the elements.
    var byteCount: Int { count * MemoryLayout<Element>.stride }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(toHold: count + 1) }
        (base + count).initialize(to: element)
        count &+= 1
    }

    @inline(__always)
    mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
        guard let start = elements.baseAddress else { return }
        if count + elements.count > capacity { grow(toHold: count + elements.count) }
        (base + count).initialize(from: start, count: elements.count)
        count &+= elements.count
    }

    @inline(never)
    private mutating func grow(toHold least: Int) {
        capacity = max(least, 2 * capacity)
        let larger = ArenaList.room(capacity, in: arena)
        larger.initialize(from: base, count: count)
        base = larger
    }
}
