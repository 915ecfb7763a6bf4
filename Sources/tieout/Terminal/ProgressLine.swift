import Foundation
import Records
import Synchronization

/// Tells a person on standard error how a run goes, from a thread of its own that looks at the run's
/// monitor ten times a second. The run does not wait for it.
///
/// On a terminal one line rewrites itself and is gone at the end. Elsewhere each stage leaves a line
/// when it ends. Whoever else writes to standard error meanwhile does so through `note`.
final class ProgressLine: Sendable {
    /// How to tell it.
    enum Mode: Sendable {
        /// A live line on a terminal, plain lines elsewhere.
        case auto
        /// A line when a stage ends, wherever it goes.
        case plain
        /// Nothing: `--quiet`.
        case off
    }

    private struct State {
        /// Stages whose end has been told.
        var told = 0
        /// A live line stands on the terminal.
        var isDrawn = false
        var isFinished = false
    }

    private static let interval = 0.1

    private let monitor: RunMonitor
    private let style: TerminalStyle
    private let isLive: Bool
    private let isOff: Bool
    private let columns: @Sendable () -> Int
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let isStarted = Atomic<Bool>(false)

    /// - Parameters:
    ///   - monitor: the run.
    ///   - mode: how to tell it.
    ///   - style: what the terminal can show.
    ///   - columns: how wide it is; asked at every drawing, since windows change.
    ///   - write: where the text goes.
    init(
        monitor: RunMonitor, mode: Mode = .auto, style: TerminalStyle = .standardError,
        columns: @escaping @Sendable () -> Int = { TerminalStyle.columns },
        write: @escaping @Sendable (String) -> Void = ProgressLine.toStandardError
    ) {
        self.monitor = monitor
        self.style = style
        self.isLive = mode == .auto && style.isLive
        self.isOff = mode == .off
        self.columns = columns
        self.write = write
    }

    /// Begins to tell.
    func start() {
        guard !isOff, isStarted.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged
        else { return }
        let thread = Thread { [self] in
            while wake.wait(timeout: .now() + ProgressLine.interval) == .timedOut { refresh() }
            ended.signal()
        }
        thread.name = "progress"
        thread.start()
    }

    /// Tells what has not been told yet, removes the live line and ends the thread. Harmless if
    /// repeated.
    func finish() {
        guard isStarted.load(ordering: .relaxed) else { return }
        let first = state.withLock { state in
            defer { state.isFinished = true }
            return !state.isFinished
        }
        guard first else { return }
        wake.signal()
        ended.wait()
        if isLive { state.withLock { erase(&$0) } } else { refresh() }
    }

    /// Writes a line of its own, above the live line.
    func note(_ line: String) {
        state.withLock { state in
            erase(&state)
            write(line + "\n")
        }
    }

    private func refresh() {
        let snapshot = monitor.snapshot()
        state.withLock { state in
            if isLive { draw(snapshot, &state) } else { tellStages(snapshot, &state) }
        }
    }

    private func draw(_ snapshot: RunSnapshot, _ state: inout State) {
        guard snapshot.stage != .starting, snapshot.stage != .done else { return }
        // Erasing after the text instead of before it does not flicker.
        write("\r" + ProgressText.line(snapshot, style: style, columns: columns()) + "\u{1B}[K")
        state.isDrawn = true
    }

    private func erase(_ state: inout State) {
        if state.isDrawn { write("\r\u{1B}[K") }
        state.isDrawn = false
    }

    private func tellStages(_ snapshot: RunSnapshot, _ state: inout State) {
        for stage in snapshot.stages.dropFirst(state.told) {
            write(ProgressText.summary(of: stage.stage, seconds: stage.seconds, snapshot) + "\n")
        }
        state.told = max(state.told, snapshot.stages.count)
    }

    /// In one system call where the system takes it whole, so that lines of several writers do not
    /// mix. A terminal that has gone away is no reason to stop the run.
    private static let toStandardError: @Sendable (String) -> Void = { text in
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Foundation.write(
                    STDERR_FILENO, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
