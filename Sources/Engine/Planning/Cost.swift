import Blocking
import Normalise
import Records

/// What a run will hold at its peak, and write, as far as the plan can tell.
struct CostEstimate {
    /// Bytes held, by what holds them.
    var rows: Int
    var keys: Int
    var links: Int
    /// Bytes written.
    var disk: Int
    var seconds: Double

    /// Bytes held in all, with some for the program itself.
    var memory: Int { rows + keys + links + 64 << 20 }

    /// - Rows are held as they are, with how rare their words or trigrams are where that is asked; keys in order are 8
    ///   bytes a record and rule, and 8 more of one side, where its keys were and pairs go; a link is 64 bytes, its
    ///   stored row about 150 with its indexes; the writer holds about 80 bytes a record.
    /// - A pair costs about a microsecond on one thread, a record about three.
    init(_ plan: MatchPlan, tables: TablePair, pairs: Double, threads: Int) {
        let records = tables.recordCount
        rows = tables.left.byteCount + (tables.isDedupe ? 0 : tables.right.byteCount)
        rows += tables.left.rarityBytes
        let slots = plan.rules.reduce(0) { $0 + $1.width }
        keys = (records + max(tables.left.count, tables.right.count)) * slots * 8
        let linkCount = Int(min(plan.expectedMatches * 1.2, 1e12))
        links = linkCount * 64 + records * 80
        disk = linkCount * 150 + records * 40 + 1 << 20
        seconds = (pairs * 1e-6 + Double(records) * 3e-6) / Double(threads)
    }

    /// What takes most of the memory, and what to do about it.
    fileprivate var largest: (what: String, remedy: String) {
        let most = max(rows, keys, links)
        if most == rows { return ("the records themselves take most", "exclude columns, or allow more") }
        if most == keys {
            return ("the keys of the blocking rules take most", "give fewer rules, or allow more")
        }
        return ("the links and their storing take most", "raise --review, or allow more")
    }
}

/// Refuses a run, before anything of it is read, whose records alone would take more than `--memory`: by
/// the sizes of its sources and what their samples show. A source of unknown size is taken for small.
func requireMemoryToRead(_ sources: OpenedSources, options: MatchOptions) throws {
    guard let most = options.memory else { return }
    var sides = [(sources.left, sources.leftProfiles, sources.fields.map(\.left))]
    if let right = sources.right {
        sides.append((right, sources.rightProfiles, sources.fields.map(\.right)))
    }
    let bytes = sides.map { rowBytes($0, profiles: $1, recipes: $2) }
    let all = bytes.reduce(0, +)
    guard all > Double(most) else { return }
    let largest = bytes.indices.max { bytes[$0] < bytes[$1] } ?? 0
    throw TieoutError(
        "the records would take about \(Int(all) >> 20) MiB and --memory allows \(most >> 20) MiB",
        at: sides[largest].0.name, remedy: "exclude columns, or allow more")
}

/// Bytes that the rows of a source will take, about: its values as they are, and 20 bytes a field.
private func rowBytes(
    _ source: any RecordSource, profiles: [ColumnProfile], recipes: [FieldRecipe]
) -> Double {
    func mean(_ column: ColumnProfile) -> Double {
        column.meanLength * Double(column.records - column.nulls) / Double(max(column.records, 1))
    }
    // As stored, a value has a delimiter or a line end behind it.
    let stored = profiles.reduce(0) { $0 + mean($1) + 1 }
    let kept = recipes.flatMap(\.source.columns).reduce(0) { $0 + mean(profiles[$1]) }
    let records = Double(source.byteCount ?? 0) / max(stored, 1)
    return records * (kept + 20 * Double(recipes.count))
}

/// Refuses a run that cannot keep to `--memory`, saying what takes most of it and which rule brings most
/// pairs. An estimate, made when the sources are read and the rules are chosen.
func requireMemory(_ plan: MatchPlan, tables: TablePair, options: MatchOptions) throws {
    guard let most = options.memory else { return }
    let estimate = CostEstimate(plan, tables: tables, pairs: 0, threads: options.threads)
    guard estimate.memory > most else { return }
    let (what, remedy) = estimate.largest
    let worst = plan.samplePairs.indices.max { plan.samplePairs[$0] < plan.samplePairs[$1] }
    let rule = worst.map { "; of its \(plan.rules.count) rules '\(plan.rules[$0].name)' brings most pairs" }
    throw TieoutError(
        "the run needs about \(estimate.memory >> 20) MiB and --memory allows \(most >> 20) MiB: \(what)"
            + (rule ?? ""),
        remedy: remedy)
}

/// Refuses a run whose rules bring more pairs than `--max-pairs` allows, naming the rule that brings most.
func requirePairs(_ counts: BlockCounts, plan: MatchPlan, options: MatchOptions) throws {
    guard let most = options.maxPairs, counts.pairs > most else { return }
    let worst = counts.pairsByRule.indices.max { counts.pairsByRule[$0] < counts.pairsByRule[$1] } ?? 0
    throw TieoutError(
        "the rules bring \(counts.pairs) candidate pairs and --max-pairs allows \(most); "
            + "the rule '\(plan.rules[worst].name)' alone brings \(counts.pairsByRule[worst])",
        remedy: "make that rule narrower in a job file, or raise --max-pairs")
}

/// Names the rules of which one block brings most of the pairs: a value that very many records share, for
/// which the rule says next to nothing. Its pairs are compared all the same, none is dropped.
func warnOfOversizedBlocks(_ counts: BlockCounts, plan: MatchPlan, monitor: RunMonitor) {
    for (rule, largest) in counts.largestBlocks.enumerated()
    where largest > oversizedBlock && largest * 4 > counts.pairsByRule[rule] {
        monitor.warn(
            "the rule '\(plan.rules[rule].name)' has a block of \(largest) pairs, of "
                + "\(counts.pairsByRule[rule]) in all; a second field in it would make it cheaper")
    }
}

/// Pairs from which a block is worth a word: a few seconds of comparing.
private let oversizedBlock = 5_000_000
