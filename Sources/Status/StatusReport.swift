import Records

/// Everything the endpoint tells at one moment. All of it is derived from one snapshot, so the
/// numbers agree with each other: rates are counts over the seconds of the same snapshot.
struct StatusReport: Sendable {
    /// An amount of work: what is done, what is left, and how fast it goes.
    struct Work: Sendable, Equatable {
        var done: Int
        /// What is left; nil where nobody can know yet.
        var left: Int?
        /// Mean over the stages that did this work; nil before the first of them.
        var perSecond: Double?
    }

    var snapshot: RunSnapshot
    var usage: ProcessUsage

    init(_ snapshot: RunSnapshot, _ usage: ProcessUsage) {
        self.snapshot = snapshot
        self.usage = usage
    }

    /// Share of the present stage that is done, 0 … 1; nil where its size is not known.
    var fraction: Double? {
        if snapshot.stage == .done { return 1 }
        guard snapshot.unitsInAll > 0 else { return nil }
        return min(1, max(0, Double(snapshot.unitsDone) / Double(snapshot.unitsInAll)))
    }

    /// Bytes of the sources. Only reading knows how many there are.
    var bytes: Work {
        Work(
            done: snapshot.bytesRead, left: remaining(of: .reading, unitsLeft),
            perSecond: rate(snapshot.bytesRead, in: .reading))
    }

    /// Records of the sources. How many are left follows from the bytes left and the mean length of
    /// the records so far.
    var records: Work {
        let left: Int? =
            if let unitsLeft, snapshot.bytesRead > 0, snapshot.recordsRead > 0 {
                Int(Double(unitsLeft) * Double(snapshot.recordsRead) / Double(snapshot.bytesRead))
            } else {
                nil
            }
        return Work(
            done: snapshot.recordsRead, left: remaining(of: .reading, left),
            perSecond: rate(snapshot.recordsRead, in: .reading))
    }

    /// Candidate pairs.
    var pairs: Work {
        Work(
            done: snapshot.pairsScored, left: remaining(of: .scoring, unitsLeft),
            perSecond: rate(snapshot.pairsScored, in: .scoring))
    }

    /// Seconds a stage has taken so far, all its turns together.
    func seconds(of stage: RunMonitor.Stage) -> Double {
        let finished = snapshot.stages.reduce(0) { $1.stage == stage ? $0 + $1.seconds : $0 }
        return snapshot.stage == stage ? finished + snapshot.stageElapsed : finished
    }

    private var unitsLeft: Int? {
        snapshot.unitsInAll > 0 ? max(0, snapshot.unitsInAll - snapshot.unitsDone) : nil
    }

    /// What is left of a stage's work: all that `left` says while it lasts, nothing once it is over.
    private func remaining(of stage: RunMonitor.Stage, _ left: Int?) -> Int? {
        if snapshot.stage == stage { return left }
        return snapshot.stage == .done || snapshot.stages.contains { $0.stage == stage } ? 0 : nil
    }

    private func rate(_ count: Int, in stage: RunMonitor.Stage) -> Double? {
        let time = seconds(of: stage)
        return time > 0 ? Double(count) / time : nil
    }
}
