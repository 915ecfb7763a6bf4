import Records

/// Where the endpoint looks for what it tells. A run's monitor is one; whatever watches several runs
/// joins by conforming.
public protocol SnapshotSource: Sendable {
    /// The state of things at this moment. Called a few times a second, from the server's thread.
    func snapshot() -> RunSnapshot
}

extension RunMonitor: SnapshotSource {}
