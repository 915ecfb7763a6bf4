import Foundation
import Testing

extension ProgramTests {
    @Suite struct RecordLimitTests {
        /// Two small exports, and in the left one a record of `bytes`.
        private func prepared(bytes: Int) throws -> Workplace {
            let place = try Workplace()
            let people = SmallPeople(left: 60, right: 50, common: 40)
            try place.write(people)
            let long = "L9,Long,\(String(repeating: "x", count: bytes)),1970-01-01,Town,a@b.c\n"
            try place.write(csv(people.left) + long, to: "left.csv")
            return place
        }

        @Test func aRecordOf100MBIsRead() throws {
            let place = try prepared(bytes: 100 << 20)
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            #expect(try place.rows("r.sqlite", "SELECT count(*) FROM rejects") == ["0"])
            #expect(
                try place.rows("r.sqlite", "SELECT side FROM unmatched WHERE record_id = 'L9'") == ["left"])
        }

        @Test func aRecordBeyondTheLimitIsRejectedWithItsPlace() throws {
            let place = try prepared(bytes: 100_000)
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q", "--max-record", "64k")
            let rejects = try place.rows(
                "r.sqlite", "SELECT source, line, reason LIKE '%longer than%' FROM rejects")
            #expect(rejects == ["left.csv|62|1"])
            #expect(try place.matches("r.sqlite").count > 30)
        }

        @Test func noSizeIsRefused() throws {
            let place = try prepared(bytes: 10)
            let outcome = try place.run("match", "left.csv", "right.csv", "--max-record", "much")
            #expect(outcome.code == 2 && outcome.errors.contains("'much' is no size"))
        }
    }
}
