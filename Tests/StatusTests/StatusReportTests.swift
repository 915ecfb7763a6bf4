import Foundation
import Pages
import Records
import Testing

@testable import Status

@Suite struct StatusReportTests {
    /// A snapshot with what matters changed. Snapshots are made by monitors only, so this one comes
    /// out of JSON.
    private func report(
        stage: RunMonitor.Stage, stageElapsed: Double = 2, recordsRead: Int = 0, bytesRead: Int = 0,
        pairsScored: Int = 0, done: Int = 0, inAll: Int = 0, stages: [(RunMonitor.Stage, Double)] = []
    ) throws -> StatusReport {
        let finished = stages.map { #"{"stage":"\#($0.0.rawValue)","seconds":\#($0.1)}"# }
        let text = """
            {"run":"r","stage":"\(stage.rawValue)","elapsed":10,"stageElapsed":\(stageElapsed),
            "recordsRead":\(recordsRead),"bytesRead":\(bytesRead),"recordsRejected":0,
            "pairsScored":\(pairsScored),"pairsMatched":0,"pairsInReview":0,"unitsDone":\(done),
            "unitsInAll":\(inAll),"stages":[\(finished.joined(separator: ","))],"warnings":[]}
            """
        return StatusReport(
            try JSONDecoder().decode(RunSnapshot.self, from: Data(text.utf8)), ProcessUsage())
    }

    @Test func whileReading() throws {
        let report = try report(
            stage: .reading, stageElapsed: 2, recordsRead: 100, bytesRead: 4000, done: 4000, inAll: 10_000)
        #expect(report.fraction == 0.4)
        #expect(report.bytes == .init(done: 4000, left: 6000, perSecond: 2000))
        #expect(report.records == .init(done: 100, left: 150, perSecond: 50))
        #expect(report.pairs == .init(done: 0, left: nil, perSecond: nil))
    }

    @Test func whileScoring() throws {
        let report = try report(
            stage: .scoring, stageElapsed: 4, recordsRead: 250, bytesRead: 10_000, pairsScored: 800,
            done: 800,
            inAll: 1000, stages: [(.reading, 5), (.blocking, 1)])
        #expect(report.fraction == 0.8)
        #expect(report.records == .init(done: 250, left: 0, perSecond: 50))
        #expect(report.pairs == .init(done: 800, left: 200, perSecond: 200))
    }

    @Test func aStageWithSeveralTurnsCountsThemTogether() throws {
        let report = try report(
            stage: .scoring, stageElapsed: 1, pairsScored: 900, done: 100, inAll: 100,
            stages: [(.scoring, 2), (.resolving, 7)])
        #expect(report.seconds(of: .scoring) == 3)
        #expect(report.pairs.perSecond == 300)
    }

    @Test func afterwards() throws {
        let report = try report(
            stage: .done, recordsRead: 10, bytesRead: 20, pairsScored: 30,
            stages: [(.reading, 2), (.scoring, 3)])
        #expect(report.fraction == 1)
        #expect(report.pairs == .init(done: 30, left: 0, perSecond: 10))
        #expect(report.bytes.left == 0)
    }

    /// The counters move while a snapshot is taken: none of what it may catch is nonsense.
    @Test func oddSnapshots() throws {
        #expect(try report(stage: .reading, done: 5, inAll: 3).fraction == 1)
        #expect(try report(stage: .reading, done: 5, inAll: 3).bytes.left == 0)
        #expect(try report(stage: .reading, stageElapsed: 0, recordsRead: 5).records.perSecond == nil)
        #expect(try report(stage: .resolving).fraction == nil)
        #expect(try report(stage: .starting).records.left == nil)
    }

    @Test func everythingIsNamed() throws {
        let text = try report(stage: .scoring, stages: [(.reading, 1)]).json
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        // Whoever adds a key decides here that it tells no value of a record.
        #expect(
            object.keys.sorted() == [
                "bytes", "finished", "pairs", "process", "progress", "records", "run", "seconds", "stage",
                "stages",
                "warnings",
            ])
        #expect((object["pairs"] as? [String: Any])?["left"] is NSNull)
        #expect((object["progress"] as? [String: Any])?["unit"] as? String == "pairs")
    }

    @Test func anyTextBecomesValidJSON() throws {
        var text = "quote \" backslash \\ line\nend\r tab\t null\0 bell\u{7} delete\u{7F} é 漢 🎈 </script>"
        text += String(decoding: [0xFF, 0x41, 0xC3], as: UTF8.self)
        let json = JSONText.object { json in
            json.field("a\"b", text)
            json.field("nan", Double.nan)
            json.field("huge", 1e300)
            json.array("list", [text, ""])
            json.array("none", [String]())
            json.field("after", true)
        }
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["a\"b"] as? String == text)
        #expect(object["nan"] is NSNull)
        #expect(object["huge"] as? Double == 1e300)
        #expect(object["list"] as? [String] == [text, ""])
        #expect((object["none"] as? [Any])?.isEmpty == true)
        #expect(object["after"] as? Bool == true)
    }

    @Test func theProcessIsMeasured() {
        var waste = [UInt8](repeating: 1, count: 64 << 20)
        let usage = ProcessUsage.now()
        waste[0] = UInt8(truncatingIfNeeded: waste.count)
        #expect(usage.residentBytes > 64 << 20)
        #expect(usage.peakResidentBytes >= usage.residentBytes)
        #expect(usage.virtualBytes >= usage.residentBytes)
        #expect(usage.cpuSeconds > 0)
    }
}
