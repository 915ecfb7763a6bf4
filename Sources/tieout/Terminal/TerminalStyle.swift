#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the terminal behind standard error can show.
struct TerminalStyle: Sendable, Equatable {
    /// It is a terminal whose lines can be rewritten.
    var isLive: Bool
    /// Colours are welcome: https://no-color.org
    var hasColour: Bool
    /// It shows more than ASCII.
    var hasUnicode: Bool

    /// - Parameters:
    ///   - isTerminal: standard error is a terminal.
    ///   - environment: looks up a variable.
    init(isTerminal: Bool, environment: (String) -> String?) {
        let kind = environment("TERM") ?? ""
        isLive = isTerminal && !kind.isEmpty && kind != "dumb"
        hasColour = isLive && (environment("NO_COLOR") ?? "").isEmpty
        // The first that is set decides, as in setlocale(3).
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
        let folded = locale.lowercased()
        hasUnicode = folded.contains("utf-8") || folded.contains("utf8")
    }

    /// That of this process.
    static var standardError: TerminalStyle {
        TerminalStyle(isTerminal: isatty(STDERR_FILENO) == 1) { getenv($0).map { String(cString: $0) } }
    }

    /// That of standard output, where results are shown.
    static var standardOutput: TerminalStyle {
        TerminalStyle(isTerminal: isatty(STDOUT_FILENO) == 1) { getenv($0).map { String(cString: $0) } }
    }

    /// Columns of the terminal now; 80 where it does not say.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    func bold(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func dim(_ text: String) -> String { hasColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    func red(_ text: String) -> String { hasColour ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
    func green(_ text: String) -> String { hasColour ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
}
