import Foundation
import Neighbours
import Records

/// Finds for each line of one file its nearest lines of another, and says what it took: one JSON object on
/// stdout. Reading and writing are not part of the seconds.
///
///     search-texts LEFT RIGHT LIMIT MINIMUM THREADS [OUT]
///
/// OUT gets 12 bytes a pair, by left line: line of LEFT and of RIGHT, counted from 0, as 32-bit numbers, and
/// the cosine in single precision, little-endian.
@main
struct SearchTexts {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 6, let limit = Int(arguments[3]), let minimum = Float(arguments[4]),
            let threads = Int(arguments[5]), (1...65_535).contains(limit), threads > 0
        else {
            FileHandle.standardError.write(
                Data("usage: search-texts LEFT RIGHT LIMIT MINIMUM THREADS [OUT]\n".utf8))
            exit(2)
        }
        let left = try lines(arguments[1])
        let right = try lines(arguments[2])
        let monitor = RunMonitor(run: "search-texts")
        let start = ContinuousClock.now
        let space = try TextSpace(left: left, right: right, threads: threads, monitor: monitor)
        let vectorised = ContinuousClock.now
        let index = try NeighbourIndex(space.right, threads: threads, monitor: monitor)
        let indexed = ContinuousClock.now
        let lists = try nearestNeighbours(
            of: space.left, in: index, limit: limit, minimum: minimum, excludingSelf: false, threads: threads,
            monitor: monitor)
        let end = ContinuousClock.now
        let report: [String: Any] = [
            "tokens": space.tokenCount, "pairs": lists.neighbours.count,
            "entries": [space.left.entryCount, space.right.entryCount],
            "vectorise": (vectorised - start) / .seconds(1), "index": (indexed - vectorised) / .seconds(1),
            "search": (end - indexed) / .seconds(1), "seconds": (end - start) / .seconds(1),
        ]
        print(
            String(
                decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys),
                as: UTF8.self))
        if arguments.count > 6 { try write(lists, to: arguments[6]) }
    }

    /// The lines of a file, each the text of a record.
    private static func lines(_ path: String) throws -> Texts {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try Texts(
            data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init))
    }

    private static func write(_ lists: NeighbourLists, to path: String) throws {
        var data = Data(capacity: lists.neighbours.count * 12)
        for record in 0..<lists.count {
            for neighbour in lists[RecordIndex(record)] {
                withUnsafeBytes(of: UInt32(record).littleEndian) { data.append(contentsOf: $0) }
                withUnsafeBytes(of: neighbour.record.littleEndian) { data.append(contentsOf: $0) }
                withUnsafeBytes(of: neighbour.cosine.bitPattern.littleEndian) { data.append(contentsOf: $0) }
            }
        }
        try data.write(to: URL(fileURLWithPath: path))
    }
}
