import Blocking
import Records

/// What a run will hold at its peak, and write, as far as the plan can tell.
struct CostEstimate {
    /// Bytes.
    var memory: Int
    var disk: Int
    var seconds: Double
}

extension CostEstimate {
    /// - Rows are held as they are; keys are 8 bytes a record and rule, sorted twice at 16; a link is 32
    ///   bytes, its stored row about 150 with its indexes; the writer holds about 80 bytes a record.
    /// - A pair costs about a microsecond on one thread, a record about three.
    init(_ plan: MatchPlan, tables: TablePair, pairs: Double, threads: Int) {
        let records = tables.recordCount
        let rows = tables.left.byteCount + (tables.isDedupe ? 0 : tables.right.byteCount)
        let slots = plan.rules.reduce(0) { $0 + $1.width }
        let links = Int(min(plan.expectedMatches * 1.2, 1e12))
        memory = rows + records * slots * 24 + links * 64 + records * 80 + 64 << 20
        disk = links * 150 + records * 40 + 1 << 20
        seconds = (pairs * 1e-6 + Double(records) * 3e-6) / Double(threads)
    }
}

/// Refuses a run that cannot keep to `--memory`, naming the rule that brings most pairs. An estimate, made when the sources are read.
func requireMemory(_ plan: MatchPlan, tables: TablePair, options: MatchOptions) throws {
    guard let most = options.memory else { return }
    let estimate = CostEstimate(plan, tables: tables, pairs: 0, threads: options.threads)
    guard estimate.memory > most else { return }
    let worst = plan.samplePairs.indices.max { plan.samplePairs[$0] < plan.samplePairs[$1] }
    throw TieoutError(
        "the run needs about \(estimate.memory >> 20) MiB and --memory allows \(most >> 20) MiB"
            + (worst.map { "; of its \(plan.rules.count) rules '\(plan.rules[$0].name)' brings most pairs" }
                ?? ""),
        remedy: "allow more, exclude columns, or give fewer rules in a job file")
}
