import Pages
import Records

extension StatusReport {
    /// The answer to `GET /status`. `left` is what is left beyond `done`; `null` means that nobody
    /// can know yet. Rates are per second, times in seconds, sizes in bytes.
    var json: String {
        JSONText.object { json in
            json.field("run", snapshot.run)
            json.field("stage", snapshot.stage.rawValue)
            json.field("finished", snapshot.stage == .done)
            json.field("seconds", snapshot.elapsed)
            json.object("progress") { json in
                json.field("done", snapshot.unitsDone)
                json.field(
                    "left", snapshot.unitsInAll > 0 ? max(0, snapshot.unitsInAll - snapshot.unitsDone) : nil)
                json.field("unit", unit)
                json.field("fraction", fraction, decimals: 4)
                json.field("stage_seconds", snapshot.stageElapsed)
                json.field("stage_seconds_left", snapshot.stageSecondsLeft)
            }
            json.object("records") { json in
                json.fields(of: records)
                json.field("rejected", snapshot.recordsRejected)
            }
            json.object("bytes") { $0.fields(of: bytes) }
            json.object("pairs") { json in
                json.fields(of: pairs)
                json.field("matched", snapshot.pairsMatched)
                json.field("in_review", snapshot.pairsInReview)
            }
            json.object("process") { json in
                json.field("resident_bytes", usage.residentBytes)
                json.field("peak_resident_bytes", usage.peakResidentBytes)
                json.field("cpu_seconds", usage.cpuSeconds)
            }
            json.array("stages", snapshot.stages) { json, finished in
                json.field("stage", finished.stage.rawValue)
                json.field("seconds", finished.seconds)
            }
            json.array("warnings", snapshot.warnings)
        }
    }

    /// What the present stage counts its work in.
    private var unit: String {
        switch snapshot.stage {
        case .reading, .hashing, .verifying: "bytes"
        case .scoring: "pairs"
        default: "steps"
        }
    }
}

extension JSONText {
    fileprivate mutating func fields(of work: StatusReport.Work) {
        field("done", work.done)
        field("left", work.left)
        field("per_second", work.perSecond, decimals: 1)
    }
}
