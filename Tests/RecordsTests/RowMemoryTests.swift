import Synchronization
import TestSupport
import Testing

@testable import Records

/// Where a block lies, as numbers.
private struct Span: Sendable {
    var start: UInt
    var count: Int

    init(_ start: UnsafeMutableRawPointer, _ count: Int) {
        (self.start, self.count) = (UInt(bitPattern: start), count)
    }
}

/// A byte that depends on the block and the place in it.
private func mark(_ block: Int, _ place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: block &* 31 &+ place &* 7)
}

@Suite struct RowMemoryTests {
    /// Both sides of the size from which pages are large, and well beyond.
    @Test(arguments: [0, 1, 63, 4096, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (8 << 20) + 12345])
    func aBlockIsAlignedAndAllOfItCanBeUsed(size: Int) {
        let memory = LargeMemory(byteCount: size)
        #expect(memory.byteCount == size)
        #expect(UInt(bitPattern: memory.base) % 64 == 0)
        let bytes = memory.base.bindMemory(to: UInt8.self, capacity: size)
        for place in 0..<size { bytes[place] = mark(size, place) }
        #expect((0..<size).allSatisfy { bytes[$0] == mark(size, $0) })
    }

    @Test func blocksOfOneTimeLieApart() {
        let sizes = [0, 1, 100, 5000, 2 << 20, 3 << 20, (2 << 20) + 1, 100]
        let blocks = sizes.map { LargeMemory(byteCount: $0) }
        expectApart(blocks.map { Span($0.base, $0.byteCount) })
        for (number, block) in blocks.enumerated() { fill(block.base, number, block.byteCount) }
        for (number, block) in blocks.enumerated() {
            #expect(holds(block.base, number, block.byteCount), "block \(number)")
        }
    }

    @Test func anArenaGivesAlignedRoomThatStaysAsItWasWritten() {
        var random = Seeded(51)
        let arena = RowArena()
        // Nothing, little, what just fills a first block, more than any block would have.
        var sizes = [0, 1, 15, 16, 17, 64 << 10, (64 << 10) - 1, 0, 33 << 20, 1]
        sizes += (0..<3000).map { _ in Int.random(in: 0...3000, using: &random) }
        let rooms = sizes.map { arena.allocate($0) }
        for (number, room) in rooms.enumerated() { fill(room, number, sizes[number]) }
        for (number, room) in rooms.enumerated() {
            #expect(UInt(bitPattern: room) % 16 == 0)
            #expect(holds(room, number, sizes[number]), "room \(number)")
        }
        expectApart(zip(rooms, sizes).map { Span($0, $1) })
    }

    @Test func theLastRoomOfAnArenaGrowsAndShrinksWhereItIs() {
        let arena = RowArena()
        func room(_ size: Int) -> UnsafeMutableRawBufferPointer {
            UnsafeMutableRawBufferPointer(start: arena.allocate(size), count: size)
        }
        let first = room(100)
        let last = room(1000)
        #expect(!arena.resize(first, to: 50))
        #expect(arena.resize(last, to: 40_000))
        #expect(
            !arena.resize(UnsafeMutableRawBufferPointer(start: last.baseAddress, count: 40_000), to: 1 << 20))
        #expect(arena.resize(UnsafeMutableRawBufferPointer(start: last.baseAddress, count: 40_000), to: 16))
        // What was given back is given out again.
        #expect(arena.allocate(8) == last.baseAddress.map { $0 + 16 })
    }

    @Test(arguments: [2, 7])
    func threadsShareAnArena(threads: Int) throws {
        let arena = RowArena()
        let all = Mutex<[Span]>([])
        let faults = Mutex<[String]>([])
        try onThreads(threads) { thread in
            var random = Seeded(UInt64(thread) + 60)
            var own: [(room: UnsafeMutableRawPointer, number: Int, size: Int)] = []
            for step in 0..<1500 {
                let size = step % 500 == 499 ? 3 << 20 : Int.random(in: 0...2000, using: &random)
                let room = arena.allocate(size)
                fill(room, thread * 10_000 + step, size)
                own.append((room, thread * 10_000 + step, size))
            }
            for (room, number, size) in own where !holds(room, number, size) {
                faults.withLock { $0.append("thread \(thread), room \(number) of \(size) bytes") }
            }
            let spans = own.map { Span($0.room, $0.size) }
            all.withLock { $0 += spans }
        }
        #expect(faults.withLock { $0 } == [])
        expectApart(all.withLock { $0 })
    }

    /// Segments sealed into one arena from several threads at once give back what was written.
    @Test(arguments: [1, 2, 7])
    func segmentsOfSeveralThreadsShareAnArena(threads: Int) throws {
        var random = Seeded(71)
        let records = PlainRecord.random(900, fieldCount: 2, &random)
        let arena = RowArena()
        let sealed = Mutex<[SealedSegment]>([])
        let work = WorkCounter(total: records.count, step: 50)
        try onThreads(threads) { _ in
            while let range = work.take() {
                let own = segment(
                    records[range], sequence: range.lowerBound, fieldCount: 2, arena: arena)
                sealed.withLock { $0.append(own) }
            }
        }
        let table = Table(segments: sealed.withLock { $0 }, fieldCount: 2, hasIds: true)
        #expect(table.plain == records)
        #expect(records.indices.allSatisfy { UInt(bitPattern: table[RecordIndex($0)].base) % 8 == 0 })
    }

    private func fill(_ room: UnsafeMutableRawPointer, _ number: Int, _ size: Int) {
        for place in 0..<size {
            room.storeBytes(of: mark(number, place), toByteOffset: place, as: UInt8.self)
        }
    }

    private func holds(_ room: UnsafeMutableRawPointer, _ number: Int, _ size: Int) -> Bool {
        (0..<size).allSatisfy { room.load(fromByteOffset: $0, as: UInt8.self) == mark(number, $0) }
    }

    private func expectApart(_ spans: [Span]) {
        let used = spans.filter { $0.count > 0 }.sorted { $0.start < $1.start }
        for (one, next) in zip(used, used.dropFirst()) {
            #expect(one.start + UInt(one.count) <= next.start)
        }
    }
}
