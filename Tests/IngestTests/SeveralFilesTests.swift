import Foundation
import Records
import Synchronization
import Testing

@testable import Ingest

@Suite("Several files as one source")
struct SeveralFilesTests {
    /// A folder with files in it, gone afterwards.
    private func withFolder(_ files: [String: [UInt8]], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("files-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
        try body(folder.path)
    }

    private func text(_ source: any RecordSource, threads: Int = 2) throws -> [[String]] {
        try ExpectedReading(source, threads: threads).records.map {
            $0.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private static let days: [String: [UInt8]] = [
        "day-2.csv": Array("id,name\n3,c\n4,d\n".utf8),
        "day-10.csv.gz": packed(Array("name;id\ne;5\n".utf8), .gzip),
        "day-1.csv": Array("id,name\n1,a\n2,b\n".utf8),
        "other.txt": Array("x".utf8),
    ]

    @Test("a pattern stands for its files by name, columns are put in order")
    func pattern() throws {
        try withFolder(Self.days) { folder in
            let source = try openSource(folder + "/day-*")
            #expect(
                source.files == ["day-1.csv", "day-10.csv.gz", "day-2.csv"].map { folder + "/" + $0 })
            #expect(source.columns == ["id", "name"])
            for threads in [1, 3] {
                #expect(
                    try text(source, threads: threads) == [
                        ["1", "a"], ["2", "b"], ["5", "e"], ["3", "c"], ["4", "d"],
                    ])
            }
            let places = try ExpectedReading(source, threads: 1).offsets
            #expect(places.map { $0 >> 44 } == [0, 0, 1, 2, 2])
            #expect(places.map { $0 & (1 << 44 - 1) } == [8, 12, 8, 8, 12])
            #expect(try source.sample(records: 100).reduce(0) { $0 + $1.recordCount } == 5)
        }
    }

    @Test("a list is read in the order given, and a file of that very name is itself")
    func list() throws {
        try withFolder(
            Self.days.merging(["a,b.csv": Array("x\n1\n".utf8), "[1].csv": Array("y\n2\n".utf8)]) { $1 }
        ) {
            folder in
            let source = try openSource("\(folder)/day-2.csv,\(folder)/day-1.csv")
            #expect(try text(source).map(\.[0]) == ["3", "4", "1", "2"])
            #expect(try openSource(folder + "/a,b.csv").columns == ["x"])
            #expect(try openSource(folder + "/[1].csv").columns == ["y"])
        }
    }

    @Test("the fingerprint is of the contents in their order")
    func fingerprint() throws {
        func print(_ source: String) throws -> String {
            try openSource(source).read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }.fingerprint
        }
        try withFolder(Self.days) { folder in
            let both = try print("\(folder)/day-1.csv,\(folder)/day-2.csv")
            #expect(try print(folder + "/day-[12].csv") == both)
            #expect(try print("\(folder)/day-2.csv,\(folder)/day-1.csv") != both)
        }
    }

    @Test("rejects name their file and line")
    func rejects() throws {
        try withFolder([
            "1.csv": Array("a,b\n1,2\n".utf8), "2.csv": Array("a,b\n3,4\n5,6,7\n".utf8),
        ]) { folder in
            let whole = try openSource(folder + "/?.csv").read(threads: 1, monitor: RunMonitor(run: "test")) {
                _ in
            }
            #expect(whole.records == 2)
            #expect(whole.rejects.map(\.source) == [folder + "/2.csv"])
            #expect(whole.rejects.map(\.firstLine) == [3])
            #expect(whole.rejects.map(\.byteOffset) == [8])
            var strict = ReadOptions()
            strict.rejects = .share(0.2)
            #expect(throws: TieoutError.self) {
                try openSource(folder + "/?.csv", options: strict)
                    .read(threads: 1, monitor: RunMonitor(run: "test")) { _ in }
            }
        }
    }

    @Test("other columns are refused or passed over, with a sentence")
    func otherColumns() throws {
        try withFolder([
            "1.csv": Array("a,b\n1,2\n".utf8), "2.csv": Array("a,c\n3,4\n".utf8),
            "3.csv": Array("b,z,a\n5,6,7\n".utf8),
        ]) { folder in
            #expect { try openSource("\(folder)/1.csv,\(folder)/2.csv") } throws: {
                "\($0)"
                    == "\(folder)/2.csv: lacks the column 'b' of \(folder)/1.csv; read files with the same columns, or leave this one out"
            }
            let wider = try openSource("\(folder)/1.csv,\(folder)/3.csv")
            #expect(
                wider.warnings == ["\(folder)/3.csv: its column 'z' is not read: the first file has none"])
            #expect(try text(wider) == [["1", "2"], ["7", "5"]])
        }
    }

    @Test("names that stand for nothing are refused")
    func refusals() throws {
        try withFolder(Self.days) { folder in
            for (name, word) in [
                ("\(folder)/none-*.csv", "no file fits"), ("\(folder)/day-1.csv,", "is missing"),
                ("\(folder)/day-1.csv,\(folder)/day-1.*", "named twice"),
                ("\(folder)/day-1.csv,\(folder)/gone.csv", "no such file"),
            ] {
                #expect { try openSource(name) } throws: { "\($0)".contains(word) }
            }
        }
    }
}
