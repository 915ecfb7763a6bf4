import Foundation
import Testing

extension ProgramTests {
    /// One after the other: each needs a run that lasts.
    @Suite(.serialized) struct SignalTests {
        @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
        func aSignalEndsTheRunCleanly(number: Int32, code: Int32) throws {
            let place = try Workplace()
            try place.write(SmallPeople(left: 60, right: 50, common: 40))
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            let large = SmallPeople(left: 60_000, right: 60_000, common: 40_000)
            try place.write(csv(large.left), to: "left.csv")
            try place.write(csv(large.right), to: "right.csv")
            // Early and late: while reading, planning and scoring, whatever a run takes.
            for delay in [0.0, 0.1, 0.4, 0.9] {
                let before = try signalled(place, number, after: delay, code: code)
                #expect(try place.bytes("r.sqlite") == before)
                #expect(try place.files == ["both.csv", "left.csv", "r.sqlite", "right.csv", "truth.csv"])
            }
        }

        /// Signals a run some seconds after its beginning; one that has ended by then is followed by another, which is
        /// signalled in half the time.
        ///
        /// - Returns: the result that was there before.
        private func signalled(
            _ place: Workplace, _ number: Int32, after delay: Double, code: Int32
        ) throws -> Data {
            let before = try place.bytes("r.sqlite")
            let process = try place.start([
                "match", "left.csv", "right.csv", "-o", "r.sqlite", "--threads", "1",
            ])
            while process.isRunning,
                !FileManager.default.fileExists(atPath: place.path("r.sqlite.tieout-partial"))
            {
                usleep(1000)
            }
            usleep(UInt32(delay * 1e6))
            kill(process.processIdentifier, number)
            let outcome = try place.wait(for: process)
            if outcome.code == 0 && delay > 0 {
                return try signalled(place, number, after: delay / 2, code: code)
            }
            #expect(outcome.code == code, "after \(delay) s")
            #expect(outcome.errors.contains("stopped by signal \(number)"))
            return before
        }

        @Test func theSecondOfTwoRunsOnOneTargetIsRefused() throws {
            let place = try Workplace()
            let large = SmallPeople(left: 40_000, right: 40_000, common: 20_000)
            try place.write(large)
            let process = try place.start([
                "match", "left.csv", "right.csv", "-o", "r.sqlite", "--threads", "1",
            ])
            while process.isRunning,
                !FileManager.default.fileExists(atPath: place.path("r.sqlite.tieout-lock"))
            { usleep(1000) }
            usleep(20_000)
            let other = try Workplace()
            let second = try other.run(
                "match", place.path("left.csv"), place.path("right.csv"), "-o", place.path("r.sqlite"))
            #expect(second.code == 2 && second.errorLines.count == 1 && second.errors.contains("r.sqlite"))
            kill(process.processIdentifier, SIGTERM)
            #expect(try place.wait(for: process).code == 143)
        }
    }
}
