import Foundation
import Records
import Testing

@Suite struct RunMonitorTests {
    @Test func aSnapshotSaysWhatWasDone() {
        let monitor = RunMonitor(run: "match a.csv b.csv")
        #expect(monitor.snapshot().stage == .starting)
        monitor.begin(.reading, unitsInAll: 100)
        monitor.unitsDone.add(40, ordering: .relaxed)
        monitor.recordsRead.add(7, ordering: .relaxed)
        monitor.bytesRead.add(70, ordering: .relaxed)
        monitor.recordsRejected.add(1, ordering: .relaxed)
        monitor.pairsScored.add(9, ordering: .relaxed)
        monitor.pairsMatched.add(3, ordering: .relaxed)
        monitor.pairsInReview.add(2, ordering: .relaxed)
        monitor.warn("one")
        monitor.warn("two")
        let moment = monitor.snapshot()
        #expect(moment.run == "match a.csv b.csv")
        #expect(moment.stage == .reading)
        #expect((moment.unitsDone, moment.unitsInAll) == (40, 100))
        #expect((moment.recordsRead, moment.bytesRead, moment.recordsRejected) == (7, 70, 1))
        #expect((moment.pairsScored, moment.pairsMatched, moment.pairsInReview) == (9, 3, 2))
        #expect(moment.warnings == ["one", "two"])
        #expect(moment.stages.isEmpty)
        #expect(moment.elapsed >= moment.stageElapsed && moment.stageElapsed >= 0)
    }

    @Test func beginningAStageEndsTheOneBefore() {
        let monitor = RunMonitor(run: "r")
        let stages: [RunMonitor.Stage] = [
            .reading, .planning, .blocking, .scoring, .resolving, .storing, .done,
        ]
        for stage in stages {
            monitor.begin(stage, unitsInAll: 5)
            #expect(monitor.snapshot().stage == stage)
            #expect(monitor.snapshot().unitsDone == 0)
            monitor.unitsDone.add(5, ordering: .relaxed)
        }
        let moment = monitor.snapshot()
        #expect(moment.stages.map(\.stage) == stages.dropLast())
        #expect(moment.stages.allSatisfy { $0.seconds >= 0 })
        #expect(moment.stages.reduce(0) { $0 + $1.seconds } <= moment.elapsed)
    }

    @Test func timeLeftIsInProportion() throws {
        let monitor = RunMonitor(run: "r")
        monitor.begin(.scoring, unitsInAll: 100)
        #expect(monitor.snapshot().stageSecondsLeft == nil)
        var moment = monitor.snapshot()
        (moment.unitsDone, moment.stageElapsed) = (25, 3)
        #expect(try #require(moment.stageSecondsLeft) == 9)
        moment.unitsDone = 100
        #expect(try #require(moment.stageSecondsLeft) == 0)
        moment.unitsDone = 101
        #expect(moment.stageSecondsLeft == nil)
        (moment.unitsDone, moment.unitsInAll) = (5, 0)
        #expect(moment.stageSecondsLeft == nil)
    }

    @Test func aSnapshotSurvivesJSON() throws {
        let monitor = RunMonitor(run: "r")
        monitor.begin(.reading)
        monitor.begin(.storing, unitsInAll: 3)
        monitor.warn("w")
        let moment = monitor.snapshot()
        let again = try JSONDecoder().decode(RunSnapshot.self, from: try JSONEncoder().encode(moment))
        #expect(again.stage == .storing)
        #expect(again.stages.map(\.stage) == [.reading])
        #expect(again.warnings == ["w"])
        #expect(again.unitsInAll == 3)
    }

    @Test(arguments: [(2 as Int32, 130 as Int32), (15, 143)])
    func aStopIsAnErrorWithTheSignalsExitCode(signal: Int32, code: Int32) throws {
        let monitor = RunMonitor(run: "r")
        try monitor.checkStop()
        monitor.stopSignal.store(signal, ordering: .relaxed)
        let error = try #require(throws: TieoutError.self) { try monitor.checkStop() }
        #expect(error.exitCode == code)
    }

    @Test func errorsReadAsOneLine() {
        let whole = TieoutError("is empty", at: "a.csv", line: 3, remedy: "give data")
        #expect("\(whole)" == "a.csv:3: is empty; give data")
        #expect("\(TieoutError("is empty", at: "a.csv"))" == "a.csv: is empty")
        #expect("\(TieoutError("no"))" == "no")
        #expect(TieoutError("no").exitCode == 2)
    }
}
