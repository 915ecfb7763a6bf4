import CKernels
import Records
import Synchronization
import TestSupport
import Testing

@testable import Ingest

@Suite("JSON Lines are read as the reference reads them")
struct JSONLinesTests {
    static let columns = ["a", "b", "long name of a column", "é", "q\"k", "n\nl"]

    /// A source over bytes in memory.
    static func source(
        _ bytes: [UInt8], columns: [String] = columns, chunkBytes: Int, maxRecordBytes: Int = 1 << 28
    )
        -> JSONLinesSource
    {
        var options = ReadOptions()
        options.csv.chunkBytes = chunkBytes
        return JSONLinesSource(
            name: "memory", store: MemoryStore(bytes),
            shape: .init(keys: columns.map { Array($0.utf8) }, start: 0, maxRecordBytes: maxRecordBytes),
            recordBytes: 100, options: options)
    }

    /// Holds what a source gives to the reference.
    static func check(_ bytes: [UInt8], columns: [String] = columns, chunkBytes: Int, threads: Int) throws {
        let read = try Reading(source(bytes, columns: columns, chunkBytes: chunkBytes), threads: threads)
        let expected = ReferenceJSON.reading(bytes, columns: columns)
        let text = String(decoding: bytes.prefix(500), as: UTF8.self)
        #expect(read.records == expected.records, "chunks of \(chunkBytes): \(text)")
        #expect(read.places == expected.offsets, "chunks of \(chunkBytes): \(text)")
        #expect(read.summary.rejects.map(\.firstLine) == expected.rejects.map(\.line), "\(text)")
        #expect(read.summary.rejects.map(\.byteOffset) == expected.rejects.map(\.offset), "\(text)")
    }

    @Test("every cut into chunks, every number of threads")
    func everyCut() throws {
        let bytes = Array(Self.nasty.utf8)
        for chunkBytes in Array(1...100) + Array(stride(from: 101, to: bytes.count + 2, by: 13)) {
            try Self.check(bytes, chunkBytes: chunkBytes, threads: 1 + chunkBytes % 3)
        }
        // Without a line end behind the last line.
        try Self.check(bytes.dropLast(), chunkBytes: 7, threads: 2)
    }

    static let nasty = """
        {"a":1,"b":"x","long name of a column":null,"é":true}
        {"b":"only b"}

        {"a" : -0.5e+10 , "b" : "tab\\tquote\\"slash\\/back\\\\line\\n" }\r
          {"a":[1, {"x y": "a b\\" c"} ,[]],"b":{ "k" : [ true , null ] },"é":{}}
        {"long name of a column":"\\u00e9\\uD83D\\ude00 plain é 😀","a":"","b":"\\u0000"}
        {"a":1,"b":2,"a":3}
        {"q\\"k":"key with a quote","n\\nl":"key with a line end","\\u0061":"key a escaped"}
        not json
        {"a":1
        {"a":1}}
        {"a":01}
        {"a":"\\ud800"}
        {"a":"unclosed}
        {"b":false,"a":12345678901234567890123456789.000}
        [1,2]
        {}
        \u{20}
        {"unknown":1,"a":"known"}

        """

    @Test("lines of up to five tokens, all of them")
    func tokens() throws {
        let tokens = ["{", "}", "[", "]", "\"a\"", ":", ",", "1", "null"]
        var lines: [String] = ["{"]
        var text = ""
        for _ in 0..<4 {
            lines = lines.flatMap { line in tokens.map { line + $0 } }
            text += lines.joined(separator: "\n") + "\n"
            // What begins wrongly ends wrongly: keep those that may still become objects.
            lines = lines.filter { !$0.hasPrefix("{}") && ($0.hasPrefix("{\"a\"") || $0.count < 2) }
        }
        try Self.check(Array(text.utf8), columns: ["a"], chunkBytes: 4 << 20, threads: 1)
    }

    @Test("numbers of up to five characters, all of them")
    func numbers() throws {
        var words = [""]
        var lines: [String] = []
        for _ in 0..<5 {
            words = words.flatMap { word in ["-", "+", ".", "0", "7", "e"].map { word + $0 } }
            lines += words.map { "{\"a\":\($0)}" }
        }
        try Self.check(
            Array(lines.joined(separator: "\n").utf8), columns: ["a"], chunkBytes: 1 << 20, threads: 2)
    }

    @Test("strings of every length with every kind of byte at every place")
    func strings() throws {
        let inserts = [
            "\\n", "\\\\", "\\\"", "\"", "\\", "\\x", "\u{1}", "é", "\\u00e9", "\\ud83d\\ude00", "\\udc00",
            "\\ud83d", "\\u12", "",
        ]
        var text = ""
        for length in Array(0...5) + Array(26...36) + [63, 64, 65] {
            for place in Set([0, 1, length / 2, max(0, length - 1), length]) where place <= length {
                for insert in inserts {
                    let plain = String(repeating: "x", count: length)
                    text +=
                        "{\"a\":\"\(plain.prefix(place))\(insert)\(plain.dropFirst(place))\",\"b\":[\"\(plain)\(insert)\", 1]}\n"
                }
            }
        }
        try Self.check(Array(text.utf8), columns: ["a", "b"], chunkBytes: 64 << 10, threads: 2)
    }

    @Test("bytes that are no UTF-8 reject the line")
    func notUTF8() throws {
        var bytes: [UInt8] = []
        for broken: [UInt8] in [
            [0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE9, 0x20],
        ] {
            bytes +=
                Array("{\"a\":\"".utf8) + broken + Array("\",\"b\":2}\n{\"a\":\"é\",\"".utf8) + broken
                + Array("\":[]}\n{\"a\":\"ok\"}\n".utf8)
        }
        try Self.check(bytes, chunkBytes: 64, threads: 2)
    }

    @Test("damaged lines, at random", arguments: 0..<8)
    func damaged(_ seed: UInt64) throws {
        var random = Seeded(seed)
        let lines = Self.nasty.split(separator: "\n").map { Array($0.utf8) }
        let marks = Array("{}[]\",:\\ue0-.tn \r\t".utf8) + [0, 0xC3, 0xFF]
        var bytes: [UInt8] = []
        for _ in 0..<600 {
            var line = lines.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0...line.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: line.insert(marks.randomElement(using: &random) ?? 0, at: place)
                case 1 where place < line.count: line.remove(at: place)
                default: if place < line.count { line[place] = marks.randomElement(using: &random) ?? 0 }
                }
            }
            bytes += line + [10]
        }
        try Self.check(bytes, chunkBytes: Int.random(in: 1...4000, using: &random), threads: 2)
    }

    @Test("nesting is bounded")
    func deep() throws {
        for depth in [1, 63, 64, 65, 1023, 1024] {
            let line =
                "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
            try Self.check(Array(line.utf8), columns: ["a"], chunkBytes: 4096, threads: 1)
        }
        let deep = "{\"a\":" + String(repeating: "[", count: 1025) + "\n{\"a\":1}"
        let read = try Reading(Self.source(Array(deep.utf8), chunkBytes: 100), threads: 1)
        #expect(read.summary.rejects.map(\.reason) == ["is nested deeper than 1024 levels"])
        #expect(read.records.map { $0[0] } == [Array("1".utf8)])
    }

    @Test("a line that is too long is rejected, whole in memory or not, for every chunk")
    func tooLong() throws {
        let long = "{\"a\":\"" + String(repeating: "x", count: 300) + "\"}"
        let text = "{\"a\":1}\n\(long)\n{\"a\":2}\nnonsense \(long)\n{\"a\":3}\n\(long)"
        for chunkBytes in [1, 2, 10, 50, 299, 300, 310, 320, 400, 1000, 100_000] {
            let source = Self.source(
                Array(text.utf8), columns: ["a"], chunkBytes: chunkBytes, maxRecordBytes: 200)
            let read = try Reading(source, threads: 2)
            #expect(read.records.map { String(decoding: $0[0], as: UTF8.self) } == ["1", "2", "3"])
            #expect(read.summary.rejects.map(\.firstLine) == [2, 4, 6])
            #expect(read.summary.rejects.allSatisfy { $0.reason == "is longer than 200 bytes" })
        }
    }

    @Test("records know their lines where each is one")
    func lines() throws {
        let text =
            String(repeating: "{\"a\":1}\n", count: 30) + "\n" + String(repeating: "{\"a\":2}\n", count: 30)
        let source = Self.source(Array(text.utf8), columns: ["a"], chunkBytes: 80)
        let batches = Mutex<[RawBatch]>([])
        _ = try source.read(threads: 2, monitor: RunMonitor(run: "test")) { batch in
            batches.withLock { $0.append(batch) }
        }
        for batch in batches.withLock({ $0 }) {
            // Eight bytes a line; a blank one behind the first 240.
            let offset = batch.place(0)
            let line = offset < 240 ? offset / 8 + 1 : (offset - 241) / 8 + 32
            #expect(batch.isOneLineEach == (offset / 80 != 3))
            #expect(batch.firstLine == (batch.isOneLineEach ? line : 0))
        }
    }

    @Test("keys that are no column are counted, and said")
    func strangers() throws {
        let text = "{\"a\":1,\"x\":2}\n{\"y\\u0021\":1}\n{\"a\":3}\n{\"x\":4,\"a\":5,\"a\":6}\n"
        let monitor = RunMonitor(run: "test")
        let source = Self.source(Array(text.utf8), columns: ["a"], chunkBytes: 8)
        _ = try source.read(threads: 3, monitor: monitor) { _ in }
        #expect(
            monitor.snapshot().warnings == [
                "memory: 3 records have keys that none had where the source was looked at to find its columns "
                    + "('x', 'y!'); their values are left out",
                "memory: in 1 records a key occurs twice; its last value counts",
            ])
    }

    @Test("the kernels agree", .enabled(if: !ScanKernelTests.vectors.isEmpty, "no vector unit"))
    func kernels() {
        var random = Seeded(11)
        let lines = Self.nasty.split(separator: "\n").map { Array($0.utf8) }
        for _ in 0..<400 {
            var bytes: [UInt8] = []
            for _ in 0..<6 {
                var line = lines.randomElement(using: &random) ?? []
                if !line.isEmpty && Bool.random(using: &random) {
                    line[Int.random(in: 0..<line.count, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                bytes += line + [10]
            }
            let expected = Kernel(Int32(TIEOUT_ISA_SCALAR), bytes)
            for isa in ScanKernelTests.vectors { #expect(Kernel(isa, bytes) == expected) }
        }
    }

    /// All that a kernel says of some lines, up to the first fault.
    struct Kernel: Equatable {
        var places: [UInt32]
        var bytes: [UInt8]
        var stop: [Int]

        init(_ isa: Int32, _ given: [UInt8]) {
            let keys = JSONKeys(JSONLinesTests.columns.map { Array($0.utf8) })
            var room = given + [UInt8](repeating: 0, count: Int(TIEOUT_JSON_PADDING))
            var places = [UInt32](repeating: 0, count: 2 * 32 * keys.count + 32)
            var output = tieout_json_output()
            stop = places.withUnsafeMutableBufferPointer { places in
                output.starts = places.baseAddress
                output.lengths = places.baseAddress! + 32 * keys.count
                output.offsets = places.baseAddress! + 64 * keys.count
                output.row_capacity = 32
                output.most_bytes = .max
                let stop = keys.rows(&room, 0, given.count, &output, isa: isa)
                return [
                    Int(stop.status), stop.line, stop.fault, output.rows, output.blank_lines, output.repeated,
                    output.strangers,
                ]
            }
            // What a faulty line has left behind in the row to come means nothing.
            let fields = output.rows * keys.count
            self.places = Array(places[..<fields] + places[32 * keys.count..<32 * keys.count + fields])
            bytes = room
        }
    }
}
