import Records
import TestSupport
import Testing

@testable import Profile

@Suite("Sketches")
struct SketchTests {
    @Test("count exactly up to their size, and within five standard errors beyond")
    func distinct() {
        var random = Seeded(1)
        for count in [0, 1, 15, 16, 17, 63, 64, 65, 128, 129, 1000, 20_000] {
            var sketch = DistinctSketch(size: 64)
            let hashes = (0..<count).map { _ in random.next() }
            for hash in hashes + hashes { sketch.add(hash) }
            let (found, error) = sketch.estimate()
            if count <= 64 {
                #expect(found == count && error == 0)
            } else {
                #expect(abs(Double(found) / Double(count) - 1) < 5 * error, "\(count): \(found)")
            }
        }
    }

    @Test("of parts joined are the sketch of the whole, however it was divided")
    func joined() {
        var random = Seeded(2)
        for parts in [1, 2, 5] {
            for count in [0, 40, 300, 3000] {
                let hashes = (0..<count).map { _ in random.next() }
                var whole = DistinctSketch(size: 128)
                for hash in hashes { whole.add(hash) }
                var joined = DistinctSketch(size: 128)
                for part in 0..<parts {
                    var sketch = DistinctSketch(size: 128)
                    for (place, hash) in hashes.shuffled(using: &random).enumerated()
                    where place % parts == part || place % 7 == part {
                        sketch.add(hash)
                    }
                    joined.join(sketch)
                    for hash in hashes where hash % UInt64(parts) == UInt64(part) { joined.add(hash) }
                }
                #expect(joined.estimate() == whole.estimate())
            }
        }
    }

    @Test("of frequent items keep what they promise, in whatever order the batches come")
    func frequent() {
        var random = Seeded(3)
        for size in [4, 16] {
            var exact: [UInt64: Int] = [:]
            var batches: [FrequentItems] = []
            for _ in 0..<5000 {
                var batch = FrequentItems()
                for _ in 0..<8 {
                    // Small numbers far more often than large ones.
                    let value = UInt64(pow2(Int.random(in: 0...7, using: &random), &random))
                    exact[value, default: 0] += 1
                    batch.add(value, .init(text: Array("\(value)".utf8), count: 1), count: 1)
                }
                batch.keep(size)
                batches.append(batch)
            }
            var results: [FrequentItems] = []
            for round in 0..<3 {
                var tree = FrequentItemsTree(size: size)
                let order = round == 0 ? Array(batches.indices) : batches.indices.shuffled(using: &random)
                for place in order { tree.add(batches[place], batch: place) }
                results.append(tree.finish())
            }
            #expect(results[0] == results[1] && results[0] == results[2])
            let found = results[0]
            #expect(found.error <= 5000 * 8 / 2)
            for (value, count) in exact {
                if let item = found.items[value] {
                    #expect(item.count <= count && count <= item.count + found.error)
                } else {
                    #expect(count <= found.error)
                }
            }
        }
    }

    private func pow2(_ bits: Int, _ random: inout Seeded) -> Int {
        Int.random(in: 0..<(1 << bits), using: &random)
    }

    @Test("of frequent items are exact where nothing need be dropped")
    func exactFrequent() {
        var tree = FrequentItemsTree(size: 3)
        for batch in 0..<200 {
            var items = FrequentItems()
            items.add(UInt64(batch % 3 + 1), .init(text: [UInt8(batch % 3)], count: 2), count: 2)
            tree.add(items, batch: batch)
        }
        let found = tree.finish()
        #expect(found.error == 0)
        #expect(found.ranked(2).map(\.count) == [134, 134])
        #expect(found.ranked(2).map(\.text) == [[0], [1]])
    }

    @Test("of repeats count what a set leaves over, in memory and in a file")
    func repeats() throws {
        var random = Seeded(4)
        for kept in [0, 50, 100_000] {
            for count in [0, 1, 2, 100, 20_000] {
                let hashes = (0..<count).map { _ in
                    UInt64.random(in: 0...UInt64(max(count, 1)), using: &random)
                }
                let repeats = RepeatCount(keptHashes: kept)
                var rest = hashes[...]
                while !rest.isEmpty {
                    let part = rest.prefix(Int.random(in: 1...7000, using: &random))
                    try repeats.add(Array(part))
                    rest = rest.dropFirst(part.count)
                }
                #expect(try repeats.repeats() == hashes.count - Set(hashes).count)
            }
        }
    }
}
