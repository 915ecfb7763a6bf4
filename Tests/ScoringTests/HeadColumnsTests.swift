import CKernels
import Records
import Testing

@testable import Scoring

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the heads of a field say of each pair.
private struct Columns: Equatable {
    var states: [UInt8]
    var hashSums: [UInt32]
    var plain: [UInt8]
    var leftLengths: [Float]
    var rightLengths: [Float]
    var leftOnly: [Float]
    var rightOnly: [Float]
    var starts: [Float]
    var rarity: [Float]

    /// Calls one build, with room for one pair more than there are, which must stay as it was.
    init(_ pairs: [tieout_row_pair], scalar: Bool, field: Int, fieldCount: Int) {
        let room = pairs.count + 1
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * room)
        let sums = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: room)
        let numbers = UnsafeMutableBufferPointer<Float>.allocate(capacity: 6 * room)
        bytes.initialize(repeating: 99)
        sums.initialize(repeating: 0xDEAD_BEEF)
        numbers.initialize(repeating: -7)
        defer {
            bytes.deallocate()
            sums.deallocate()
            numbers.deallocate()
        }
        let (byte, number) = (bytes.baseAddress.unsafelyUnwrapped, numbers.baseAddress.unsafelyUnwrapped)
        var columns = tieout_head_columns(
            states: byte, left_lengths: number, right_lengths: number + room, left_only: number + 2 * room,
            right_only: number + 3 * room, starts: number + 4 * room, hash_sums: sums.baseAddress,
            plain: byte + room, rarity: number + 5 * room)
        let read = scalar ? tieout_read_heads_scalar : tieout_read_heads
        read(pairs, pairs.count, UInt32(field), UInt32(fieldCount), &columns)
        for column in 0..<6 { #expect(numbers[column * room + room - 1] == -7) }
        #expect(bytes[room - 1] == 99 && bytes[2 * room - 1] == 99 && sums[room - 1] == 0xDEAD_BEEF)
        func floats(_ column: Int) -> [Float] { Array(numbers[column * room..<column * room + pairs.count]) }
        states = Array(bytes[..<pairs.count])
        plain = Array(bytes[room..<room + pairs.count])
        hashSums = Array(sums[..<pairs.count])
        (leftLengths, rightLengths) = (floats(0), floats(1))
        (leftOnly, rightOnly) = (floats(2), floats(3))
        (starts, rarity) = (floats(4), floats(5))
    }
}

@Suite struct HeadColumnsTests {
    private static let kinds: [SignatureKind] = [.characters, .bigrams, .digits, .value, .characters]

    private func records(_ count: Int, _ random: inout TextGenerator) -> [[[UInt8]]] {
        let common = [
            "", "a", "ab", "abc", "abcd", "abcde", "abce", "abd", "b", "é", "a b", "12", "123", "1243",
        ]
        return (0..<count).map { _ in
            Self.kinds.map { kind in
                if kind == .value { return bytes(Double(random.below(9) - 4)) }
                if random.below(3) == 0 { return Array(common[random.below(common.count)].utf8) }
                return Array(random.value(random.below(12), exotic: random.below(4) == 0).utf8)
            }
        }
    }

    private func tables(_ count: Int, seed: UInt64) -> TablePair {
        var random = TextGenerator(seed: seed)
        func side() -> Table {
            var records = records(count, &random)
            if seed == 1 { records[0][1] = [UInt8](repeating: 120, count: 65_535) }
            if seed == 1 { records[1][1] = [UInt8](repeating: 120, count: 65_536) }
            let terms = records.map {
                $0.map { _ in UInt32(random.below(3) == 0 ? 0 : 1 << random.below(32)) }
            }
            return table(records, signatures: Self.kinds, terms: terms)
        }
        return TablePair(left: side(), right: side())
    }

    private func pairs(_ tables: TablePair, _ count: Int, _ random: inout TextGenerator) -> [(Row, Row)] {
        (0..<count).map { _ in
            (
                tables.left[RecordIndex(random.below(tables.left.count))],
                tables.right[RecordIndex(random.below(tables.right.count))]
            )
        }
    }

    private func cPairs(_ pairs: [(Row, Row)]) -> [tieout_row_pair] {
        pairs.map { tieout_row_pair(left: $0.0.base, right: $0.1.base) }
    }

    @Test func bothBuildsReadTheSame() {
        var random = TextGenerator(seed: 8)
        let tables = tables(60, seed: 1)
        for count in [0, 1, 2, 3, 7, 8, 15, 16, 17, 255, 256, 1000] {
            let pairs = cPairs(pairs(tables, count, &random))
            for field in Self.kinds.indices {
                let count = Self.kinds.count
                #expect(
                    Columns(pairs, scalar: false, field: field, fieldCount: count)
                        == Columns(pairs, scalar: true, field: field, fieldCount: count))
            }
        }
    }

    /// Every column by its description, from rows taken apart by `Row`.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func columnsSayWhatTheyAreSaidToSay(seed: UInt64) {
        var random = TextGenerator(seed: seed)
        let tables = tables(80, seed: seed)
        var pairs = pairs(tables, 2500, &random)
        // Rows with themselves, for equal values.
        pairs += (0..<80).map { (tables.left[RecordIndex($0)], tables.left[RecordIndex($0)]) }
        var seen: Set<UInt8> = []
        for field in Self.kinds.indices {
            let found = Columns(cPairs(pairs), scalar: false, field: field, fieldCount: Self.kinds.count)
            seen.formUnion(found.states)
            for (place, (l, r)) in pairs.enumerated() {
                let wrong = wrongColumns(found, place, l, r, field)
                guard !wrong.isEmpty else { continue }
                Issue.record("\(wrong) of \(Array(l.bytes(field))) – \(Array(r.bytes(field)))")
                break
            }
        }
        #expect(seen.count == 4)
    }

    /// The columns that do not say of a pair what they should.
    private func wrongColumns(_ found: Columns, _ place: Int, _ l: Row, _ r: Row, _ field: Int) -> [String] {
        let (a, b) = (Array(l.bytes(field)), Array(r.bytes(field)))
        let (x, y) = (l.signature(field), r.signature(field))
        let onlyA = (0..<64).count { x >> $0 & 1 > y >> $0 & 1 }
        let onlyB = (0..<64).count { y >> $0 & 1 > x >> $0 & 1 }
        let common = zip(a, b).prefix(4).prefix { $0 == $1 }.count
        // Of nulls nobody asks whether they are plain.
        let isPlain = (x | y) >> 62 & 1 == 0 && a.count != 1 && b.count != 1
        let isNull = a.isEmpty || b.isEmpty
        let count = max(l.termCount(field), r.termCount(field))
        let checks: [(String, Bool)] = [
            ("state", found.states[place] == state(l, r, field)),
            ("left length", found.leftLengths[place] == Float(a.count)),
            ("right length", found.rightLengths[place] == Float(b.count)),
            ("left only", found.leftOnly[place] == Float(onlyA)),
            ("right only", found.rightOnly[place] == Float(onlyB)),
            ("start", found.starts[place] == Float(common)),
            ("hash sum", found.hashSums[place] == l.hash(field) &+ r.hash(field)),
            ("plain", isNull || found.plain[place] == (isPlain ? 1 : 0)),
            ("rarity", isRarity(found.rarity[place], of: count)),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }

    /// log2 or a little less: a straight line from power to power lies at most 0.087 under the curve.
    private func isRarity(_ rarity: Float, of count: UInt32) -> Bool {
        let exact = count == 0 ? 0 : log2(Double(count))
        return Double(rarity) <= exact + 1e-5 && Double(rarity) >= exact - 0.087
    }

    private func state(_ l: Row, _ r: Row, _ field: Int) -> UInt8 {
        let (a, b) = (l.length(field), r.length(field))
        let known: tieout_head_state
        if a == 0 || b == 0 {
            known = TIEOUT_HEAD_NULL
        } else if a == b && l.hash(field) == r.hash(field) {
            known = TIEOUT_HEAD_EQUAL
        } else if max(a, b) > 65_535 || (l.signature(field) | r.signature(field)) & unboundedSignature != 0 {
            known = TIEOUT_HEAD_UNBOUNDED
        } else {
            known = TIEOUT_HEAD_BOUNDED
        }
        return UInt8(known.rawValue)
    }

    /// Counts between powers of two, where the line under the curve is furthest from it.
    @Test func rarityIsNeverTooLarge() {
        var counts: [UInt32] = Array(0...5000) + [.max]
        for bit in 1..<32 as Range<UInt32> {
            let power: UInt32 = 1 << bit
            counts += [power - 1, power, power + 1, power + power / 2]
        }
        let records = counts.map { _ in [[UInt8(65)]] }
        let tables = TablePair(deduping: table(records, terms: counts.map { [$0] }))
        let rows = counts.indices.map { (tables.left[RecordIndex($0)], tables.left[0]) }
        let found = Columns(cPairs(rows), scalar: false, field: 0, fieldCount: 1)
        let wrong = counts.indices.filter { !isRarity(found.rarity[$0], of: counts[$0]) }
        #expect(wrong.map { counts[$0] } == [])
    }
}

@Suite struct NicknameSumTests {
    private func hash(_ word: String) -> UInt32 {
        Array(word.utf8).withUnsafeBufferPointer { UInt32(truncatingIfNeeded: xxh3($0)) }
    }

    private func isShortForm(_ names: Nicknames, _ a: String, _ b: String) -> Bool {
        Array(a.utf8).withUnsafeBufferPointer { a in
            Array(b.utf8).withUnsafeBufferPointer { names.isShortForm(a, $0) }
        }
    }

    private func maybe(_ names: Nicknames, _ a: String, _ b: String) -> Bool {
        names.hashSums[Int((hash(a) &+ hash(b)) & 0xFFFF)]
    }

    /// Groups of all sizes over made-up names: the sums know every pair, and few others.
    @Test(arguments: [1, 2, 20, 100])
    func everyShortFormIsKnownByItsSum(groups: Int) {
        var random = TextGenerator(seed: UInt64(groups))
        func word() -> String {
            String((0..<random.below(7) + 2).map { _ in Array("abcdefghij")[random.below(10)] })
        }
        let lines = (0..<groups).map { _ in (0..<random.below(5) + 2).map { _ in word() } }
        let names = Nicknames(lines.map { $0.joined(separator: " ") }.joined(separator: "\n"))
        for line in lines {
            for short in line.dropFirst() {
                for (a, b) in [(short, line[0]), (line[0], short)] {
                    #expect(isShortForm(names, a, b) && maybe(names, a, b), "\(a) – \(b)")
                }
            }
        }
        let words = lines.flatMap { $0 }
        for a in words {
            for b in words where isShortForm(names, a, b) { #expect(maybe(names, a, b), "\(a) – \(b)") }
        }
        let pairs = lines.reduce(0) { $0 + $1.count - 1 }
        let known = (0..<1 << 16).count { names.hashSums[$0] }
        #expect(known <= pairs && known * 10 >= pairs * 9)
    }

    /// What people are called, and all pairs of these names.
    @Test func theEnglishSumsMissNoPairThatTheTableHas() {
        let pairs = [
            ("robert", "bob"), ("robert", "rob"), ("william", "bill"), ("elizabeth", "betty"),
            ("margaret", "peggy"), ("richard", "dick"), ("john", "jack"), ("alexander", "sandy"),
            ("anthony", "tony"), ("james", "jim"), ("edward", "ted"), ("charles", "chuck"),
            ("henry", "harry"), ("thomas", "tom"), ("michael", "mike"), ("joseph", "joe"),
            ("katherine", "kate"), ("susan", "sue"), ("abigail", "gail"), ("benjamin", "benji"),
        ]
        let names = Nicknames.english
        for (long, short) in pairs {
            #expect(isShortForm(names, long, short) && isShortForm(names, short, long), "\(long) – \(short)")
        }
        let words = Set(pairs.flatMap { [$0.0, $0.1] }).sorted()
        for a in words {
            for b in words where isShortForm(names, a, b) { #expect(maybe(names, a, b), "\(a) – \(b)") }
        }
        // A sum that said "perhaps" to everything would be of no use.
        #expect((0..<1 << 16).count { names.hashSums[$0] } < 1024)
    }
}
