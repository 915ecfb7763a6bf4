import Synchronization

/// What a run has done so far: written by the pipeline without locks on its hot paths, read by
/// progress bars and the status endpoint. It knows neither.
///
/// No values of records ever enter it.
public final class RunMonitor: Sendable {
    /// A stage of a run, in order.
    public enum Stage: String, Codable, Sendable, CaseIterable {
        case starting, reading, joining, planning, blocking, scoring, resolving, comparing
        // Of files: meeting them, telling their contents apart, acting on them.
        case walking, hashing, verifying, acting
        case storing, done
    }

    // Counters, each only ever growing.

    /// Data records delivered.
    public let recordsRead = Atomic<Int>(0)
    /// Bytes of the sources.
    public let bytesRead = Atomic<Int>(0)
    /// Records that could not be read.
    public let recordsRejected = Atomic<Int>(0)
    /// Candidate pairs compared.
    public let pairsScored = Atomic<Int>(0)
    /// Links of band match.
    public let pairsMatched = Atomic<Int>(0)
    /// Links of band review.
    public let pairsInReview = Atomic<Int>(0)
    /// Work of the present stage that is done: bytes while reading; while scoring, pairs by rule.
    public let unitsDone = Atomic<Int>(0)
    /// Work of the present stage in all; 0 where it is not known.
    public let unitsInAll = Atomic<Int>(0)
    /// Set to the signal's number when the run is to stop; stages look at it once a batch.
    public let stopSignal = Atomic<Int32>(0)

    private struct State {
        var run: String
        var stage = Stage.starting
        var stageStart = ContinuousClock.now
        var start = ContinuousClock.now
        var seconds: [(stage: Stage, seconds: Double)] = []
        var warnings: [String] = []
    }
    private let state: Mutex<State>

    /// - Parameter run: what is being run, for a person: `match a.csv b.csv`. No record values.
    public init(run: String) { state = Mutex(State(run: run)) }

    /// Ends the present stage and begins another.
    public func begin(_ stage: Stage, unitsInAll units: Int = 0) {
        state.withLock { state in
            let now = ContinuousClock.now
            state.seconds.append((state.stage, seconds(now - state.stageStart)))
            state.stage = stage
            state.stageStart = now
            // Under the lock, so that no snapshot sees the units of one stage and the name of another.
            unitsDone.store(0, ordering: .relaxed)
            unitsInAll.store(units, ordering: .relaxed)
        }
    }

    /// Notes a warning: a sentence for a person, without record values.
    public func warn(_ sentence: String) {
        // What is done twice warns of the same things.
        state.withLock { if !$0.warnings.contains(sentence) { $0.warnings.append(sentence) } }
    }

    /// Throws if the run is to stop.
    public func checkStop() throws {
        let signal = stopSignal.load(ordering: .relaxed)
        if signal != 0 { throw TieoutError.interrupted(signal: signal) }
    }

    /// Counts units of the present stage as done, and throws if the run is to stop.
    @inline(__always)
    public func pass(_ units: Int) throws {
        unitsDone.add(units, ordering: .relaxed)
        try checkStop()
    }

    /// The state of things at this moment.
    public func snapshot() -> RunSnapshot {
        let (run, stage, stageStart, start, done, warnings, unitsDone, unitsInAll) = state.withLock {
            (
                $0.run, $0.stage, $0.stageStart, $0.start, $0.seconds, $0.warnings,
                self.unitsDone.load(ordering: .relaxed), self.unitsInAll.load(ordering: .relaxed)
            )
        }
        let now = ContinuousClock.now
        var stages: [RunSnapshot.StageSeconds] = []
        for (name, time) in done where name != .starting { stages.append(.init(stage: name, seconds: time)) }
        return RunSnapshot(
            run: run, stage: stage, elapsed: seconds(now - start), stageElapsed: seconds(now - stageStart),
            recordsRead: recordsRead.load(ordering: .relaxed), bytesRead: bytesRead.load(ordering: .relaxed),
            recordsRejected: recordsRejected.load(ordering: .relaxed),
            pairsScored: pairsScored.load(ordering: .relaxed),
            pairsMatched: pairsMatched.load(ordering: .relaxed),
            pairsInReview: pairsInReview.load(ordering: .relaxed),
            unitsDone: unitsDone, unitsInAll: unitsInAll,
            stages: stages, warnings: warnings)
    }
}

/// A moment of a run.
public struct RunSnapshot: Codable, Sendable {
    /// Time one finished stage took.
    public struct StageSeconds: Codable, Sendable {
        /// The stage.
        public var stage: RunMonitor.Stage
        /// Seconds it took.
        public var seconds: Double
    }

    /// What is being run, for a person.
    public var run: String
    /// The present stage.
    public var stage: RunMonitor.Stage
    /// Seconds since the run began.
    public var elapsed: Double
    /// Seconds since the stage began.
    public var stageElapsed: Double
    /// Data records delivered.
    public var recordsRead: Int
    /// Bytes of the sources.
    public var bytesRead: Int
    /// Records that could not be read.
    public var recordsRejected: Int
    /// Candidate pairs compared.
    public var pairsScored: Int
    /// Links of band match.
    public var pairsMatched: Int
    /// Links of band review.
    public var pairsInReview: Int
    /// Work of this stage that is done: bytes while reading, pairs while scoring.
    public var unitsDone: Int
    /// Work of this stage in all; 0 where it is not known.
    public var unitsInAll: Int
    /// Finished stages, in order.
    public var stages: [StageSeconds]
    /// Sentences for a person, without record values.
    public var warnings: [String]

    /// Seconds this stage will still take at its rate so far; nil where that cannot be said.
    public var stageSecondsLeft: Double? {
        guard unitsInAll > 0, unitsDone > 0, unitsDone <= unitsInAll, stageElapsed > 0 else { return nil }
        return stageElapsed * Double(unitsInAll - unitsDone) / Double(unitsDone)
    }
}

func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}
