import Foundation
import Records
import Synchronization
import Testing

@testable import tieout

@Suite struct ProgressLineTests {
    /// Standard error, for the test to look at.
    private final class Screen: Sendable {
        private let written = Mutex("")
        var text: String { written.withLock { $0 } }
        func write(_ text: String) { written.withLock { $0 += text } }

        /// Waits for what a thread is about to write; false after ten seconds.
        func shows(_ word: String) -> Bool {
            for _ in 0..<1000 {
                if text.contains(word) { return true }
                usleep(10_000)
            }
            return false
        }
    }

    private static func style(
        terminal: Bool = true, environment: [String: String] = ["TERM": "xterm", "LANG": "C.UTF-8"]
    ) -> TerminalStyle {
        TerminalStyle(isTerminal: terminal) { environment[$0] }
    }

    private func snapshot(_ stage: RunMonitor.Stage, done: Int, of inAll: Int) -> RunSnapshot {
        let monitor = RunMonitor(run: "match")
        monitor.begin(stage, unitsInAll: inAll)
        monitor.unitsDone.store(done, ordering: .relaxed)
        var snapshot = monitor.snapshot()
        snapshot.stageElapsed = 2
        return snapshot
    }

    @Test func theLineSaysStageShareAndPace() {
        let style = Self.style(environment: ["TERM": "xterm", "NO_COLOR": "1"])
        let line = ProgressText.line(
            snapshot(.scoring, done: 25_000_000, of: 100_000_000), style: style, columns: 100)
        #expect(line == "scoring  #######.....................   25 %  12.5 M pairs/s  about 6.0 s left")
        let reading = ProgressText.line(
            snapshot(.reading, done: 100_000_000, of: 200_000_000), style: style, columns: 100)
        #expect(reading.contains("50.0 MB/s"))
        #expect(
            ProgressText.line(snapshot(.planning, done: 0, of: 0), style: style, columns: 100)
                == "planning  2.0 s")
    }

    @Test(arguments: [true, false], 1...120)
    func itNeverWraps(colour: Bool, columns: Int) {
        var environment = ["TERM": "xterm", "LANG": "C.UTF-8"]
        if !colour { environment["NO_COLOR"] = "1" }
        for stage in RunMonitor.Stage.allCases {
            for (done, inAll) in [(0, 0), (0, 9), (3, 9), (9, 9), (900, 9), (Int.max, Int.max)] {
                let line = ProgressText.line(
                    snapshot(stage, done: done, of: inAll), style: Self.style(environment: environment),
                    columns: columns)
                let visible = line.replacing(/\u{1B}\[[0-9]+m/, with: "")
                #expect(visible.count < max(columns, 1))
                #expect(colour || visible == line)
            }
        }
    }

    @Test func coloursAndLinesFollowTheEnvironment() {
        #expect(Self.style().isLive && Self.style().hasColour && Self.style().hasUnicode)
        #expect(!Self.style(terminal: false).isLive)
        #expect(!Self.style(environment: ["TERM": "dumb"]).isLive)
        #expect(!Self.style(environment: [:]).isLive)
        #expect(!Self.style(environment: ["TERM": "xterm", "NO_COLOR": "1"]).hasColour)
        #expect(Self.style(environment: ["TERM": "xterm", "NO_COLOR": ""]).hasColour)
        #expect(!Self.style(environment: ["TERM": "xterm", "LC_ALL": "C", "LANG": "en_GB.UTF-8"]).hasUnicode)
        #expect(Self.style(environment: ["TERM": "xterm", "LC_ALL": "", "LANG": "en_GB.utf8"]).hasUnicode)
    }

    @Test func plainLinesTellEachStageOnce() {
        let (monitor, screen) = (RunMonitor(run: "match"), Screen())
        let line = ProgressLine(
            monitor: monitor, style: Self.style(terminal: false), columns: { 80 }, write: screen.write)
        line.start()
        monitor.begin(.reading)
        monitor.recordsRead.store(2_000_000, ordering: .relaxed)
        monitor.bytesRead.store(222_000_000, ordering: .relaxed)
        monitor.recordsRejected.store(3, ordering: .relaxed)
        monitor.begin(.planning)
        #expect(screen.shows("reading: "))
        monitor.begin(.scoring)
        monitor.pairsScored.store(1, ordering: .relaxed)
        monitor.begin(.resolving)
        monitor.pairsMatched.store(1000, ordering: .relaxed)
        monitor.pairsInReview.store(4, ordering: .relaxed)
        monitor.begin(.storing)
        monitor.begin(.done)
        line.finish()
        line.finish()
        let time = /[0-9]+\.[0-9] s/
        #expect(
            screen.text.replacing(time, with: "T") == """
                reading: 2,000,000 records, 222 MB, 3 rejected in T
                planning: T
                scoring: 1 pair in T
                resolving: 1,000 matches, 4 to review in T
                storing: T

                """)
    }

    @Test func theLiveLineIsGoneAtTheEnd() {
        let (monitor, screen) = (RunMonitor(run: "match"), Screen())
        let line = ProgressLine(monitor: monitor, style: Self.style(), columns: { 80 }, write: screen.write)
        monitor.begin(.scoring, unitsInAll: 10)
        line.start()
        #expect(screen.shows("scoring"))
        line.note("a word in between")
        #expect(screen.text.contains("\r\u{1B}[Ka word in between\n"))
        let before = screen.text.count
        usleep(250_000)
        #expect(screen.text.count > before)
        line.finish()
        #expect(screen.text.hasSuffix("\r\u{1B}[K"))
        #expect(screen.text.filter { $0 == "\n" }.count == 1)
    }

    @Test func quietMeansNothing() {
        let (monitor, screen) = (RunMonitor(run: "match"), Screen())
        let line = ProgressLine(
            monitor: monitor, mode: .off, style: Self.style(), columns: { 80 }, write: screen.write)
        line.start()
        monitor.begin(.reading)
        monitor.begin(.done)
        line.finish()
        #expect(screen.text.isEmpty)
    }

    @Test func finishWithoutStart() { ProgressLine(monitor: RunMonitor(run: "match"), mode: .plain).finish() }
}
