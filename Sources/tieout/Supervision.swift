import Foundation
import Records
import Status
import Synchronization

/// Address of the monitor that signals should stop, 0 before there is one. A handler may neither lock
/// nor allocate, so it finds the monitor through this and sets its flag.
private let supervisedMonitor = Atomic<UInt>(0)

/// Runs `work` on this thread with everything around it that a long run has: a progress line, the
/// status endpoint if asked for, and a clean end at Ctrl-C or SIGTERM.
func supervised<Result>(
    _ monitor: RunMonitor, status: String?, quiet: Bool, _ work: () throws -> Result
) throws -> Result {
    stopOnSignals(monitor)
    let server = try status.map { try StatusServer(address: StatusAddress(parsing: $0), monitor: monitor) }
    try server?.start()
    let progress = ProgressLine(monitor: monitor, mode: quiet ? .off : .auto)
    progress.start()
    if let server, !quiet {
        let host = server.address.host
        progress.note("status: http://\(host.contains(":") ? "[\(host)]" : host):\(server.port)/")
    }
    defer {
        progress.finish()
        server?.stop()
    }
    return try work()
}

/// SIGINT and SIGTERM ask the pipeline to stop at its next batch; a second one ends the process.
private func stopOnSignals(_ monitor: RunMonitor) {
    supervisedMonitor.store(
        UInt(bitPattern: Unmanaged.passRetained(monitor).toOpaque()), ordering: .releasing)
    // Whoever started the process may have blocked them; a blocked signal never arrives.
    var stopping = sigset_t()
    sigemptyset(&stopping)
    for number in [SIGINT, SIGTERM] {
        sigaddset(&stopping, number)
        signal(number) { number in
            guard let address = UnsafeRawPointer(bitPattern: supervisedMonitor.load(ordering: .acquiring))
            else { return }
            let flag = Unmanaged<RunMonitor>.fromOpaque(address)._withUnsafeGuaranteedRef {
                $0.stopSignal.exchange(number, ordering: .relaxed)
            }
            if flag != 0 { _exit(128 + number) }
        }
    }
    pthread_sigmask(SIG_UNBLOCK, &stopping, nil)
    // A reader that goes away must be an error of the write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    // So must a file that grows past a limit.
    signal(SIGXFSZ, SIG_IGN)
}

/// One line on stderr.
func printError(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

/// JSON with sorted keys.
func encodeJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
