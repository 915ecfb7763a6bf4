import Records

/// Writes the result of a comparison of strategies, invisible until `publish`.
///
/// Whatever happens before that, an earlier result stays as it was; the partial file goes with `abandon`, or
/// with the writer. One thread at a time may use a writer.
public final class StrategyWriter {
    private let target: ResultTarget

    /// Takes the target for this run and prepares a partial result beside it, mode 0600.
    ///
    /// - Parameters:
    ///   - target: where the result is to appear.
    ///   - inputs: paths of all inputs; the target may be none of them.
    /// - Throws: `TieoutError` if the target exists and is not a Tieout result, is an input, a directory or
    ///   a link, if another run writes it, or if its folder cannot be written.
    public init(target path: String, inputs: [String]) throws {
        target = try ResultTarget(creating: path, inputs: inputs)
    }

    /// Writes the whole comparison into the partial result, once.
    public func write(_ record: StrategiesRecord) throws {
        try withResultDatabase(target.partial, name: target.path) { try record.insert(into: $0) }
        try target.checkCounts([
            ("strategy_link", record.strategies.reduce(0) { $0 + $1.links.count }),
            ("strategy_member", record.strategies.reduce(0) { $0 + $1.members.count }),
        ])
    }

    /// Puts the result in its place: on the disk first, then renamed, so that it appears whole.
    public func publish() throws { try target.publish() }

    /// Removes the partial result and lets other runs at the target. Safe at any time; does nothing after
    /// `publish`.
    public func abandon() { target.abandon() }
}
