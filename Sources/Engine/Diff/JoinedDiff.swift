import Diff
import Records

/// Two sources whose records have found their counterparts under a key.
struct JoinedDiff {
    let sources: ComparedSources
    let columns: ComparedColumns
    let rules: [CellRule]
    /// The key was found, not told.
    let keyIsProposed: Bool
}

/// Reads both sources and joins them under the key told, or under the first proposed one that turns out to be
/// unique.
///
/// - Parameter keys: of an earlier reading, to be used again.
func readAndJoin(
    _ sources: DiffSources, _ columns: DiffColumns, _ options: DiffOptions,
    keys: [ComparedColumns.Pair]? = nil, clock: inout StageClock
) throws -> JoinedDiff {
    if let told = keys ?? columns.keys ?? (options.keyless ? [] : nil) {
        return try readAndJoin(
            sources, columns, options, keys: told,
            keyIsProposed: keys != nil && options.key == nil && !options.keyless,
            clock: &clock)
    }
    // Unique in a sample is not unique yet; more than a few wrong guesses mean that there is no key.
    let candidates = try proposeKeys(columns.lists, left: sources.left, right: sources.right).prefix(3)
    for key in candidates {
        let joined = try readAndJoin(
            sources, columns, options, keys: [key], keyIsProposed: true, clock: &clock)
        if !joined.sources.hasDuplicateKeys { return joined }
    }
    throw TieoutError(
        "no single column of \(sources.left.name) and \(sources.right.name) names each record once",
        remedy: "name the columns of the key with --key, or compare whole rows with --keyless")
}

private func readAndJoin(
    _ sources: DiffSources, _ columns: DiffColumns, _ options: DiffOptions, keys: [ComparedColumns.Pair],
    keyIsProposed: Bool, clock: inout StageClock
) throws -> JoinedDiff {
    let compared = columns.compared(keys: keys)
    guard !(keys.isEmpty && compared.cells.isEmpty) else {
        throw TieoutError(
            "no column is left to be compared", at: sources.left.name,
            remedy: "name columns that both sources have, or pair them with --map")
    }
    let rules = try cellRules(compared, columns.lists, sources, options)
    var settings = DiffSettings(columns: compared, threads: options.threads)
    settings.rules = rules
    settings.findsMoved = options.moved
    settings.noValues = options.noValues
    settings.entryBytes = try entryBytes(options)
    let monitor = clock.monitor
    let bytes = (sources.left.byteCount ?? 0) + (sources.right.byteCount ?? 0)
    let read = try clock.run(.reading, units: Int(bytes)) {
        try ComparedSources(reading: sources.left, sources.right, settings, monitor: monitor)
    } out: {
        Int($0.left.records + $0.right.records)
    }
    let records = Int(read.left.records + read.right.records)
    try clock.run(.joining, units: records, into: records) { try read.join(monitor: monitor) }
    return JoinedDiff(sources: read, columns: compared, rules: rules, keyIsProposed: keyIsProposed)
}

/// The rules told, on top of those that the samples suggest where that is asked for.
private func cellRules(
    _ compared: ComparedColumns, _ names: ColumnLists, _ sources: DiffSources, _ options: DiffOptions
) throws -> [CellRule] {
    let told = try options.equality.rules(for: compared.cells.map { names.left[$0.left] })
    guard options.equality.smart else { return told }
    let typed = smartRules(
        compared.cells, left: try sources.left.sample(records: 8_000),
        right: try sources.right.sample(records: 8_000), zones: options.equality.zones)
    return zip(told, typed).map { $0.isExact ? $1 : $0 }
}

/// How many bytes of entries may stay in memory: what is left of the memory promised after the program, and
/// what each thread reads at a time.
private func entryBytes(_ options: DiffOptions) throws -> Int? {
    guard let memory = options.memory else { return nil }
    let needed = (32 << 20) + options.threads * (20 << 20)
    guard memory >= needed + (8 << 20) else {
        throw TieoutError(
            "\(memory >> 20) MB are too little for \(options.threads) threads", at: "--memory",
            remedy: "give at least \((needed >> 20) + 8)M, or fewer --threads")
    }
    return memory - needed
}
