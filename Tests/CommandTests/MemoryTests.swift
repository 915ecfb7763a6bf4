import Testing

extension ProgramTests {
    /// A run that cannot fit is refused before its sources are read.
    @Suite struct MemoryTests {
        @Test func recordsThatAloneTakeTooMuchAreNotRead() throws {
            let place = try Workplace()
            try place.write(SmallPeople(left: 20_000, right: 20_000, common: 10_000))
            let outcome = try place.run("match", "left.csv", "right.csv", "--memory", "3M", "--json")
            #expect(outcome.code == 2)
            #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("the records would take about"))
            #expect(outcome.errors.contains("--memory allows 3 MiB"))
            #expect(try place.files == ["both.csv", "left.csv", "right.csv", "truth.csv"])
        }

        @Test func whatFitsRuns() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.succeed("match", "left.csv", "right.csv", "--memory", "400M", "-q", "-o", "r.sqlite")
        }
    }
}
