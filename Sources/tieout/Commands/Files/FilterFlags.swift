import ArgumentParser
import FileScan
import Foundation
import Records

/// What a walk takes in.
struct FilterFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Least size of a file, such as 1M.", valueName: "size"))
    var minSize: String?
    @Option(help: ArgumentHelp("Largest size of a file.", valueName: "size"))
    var maxSize: String?
    @Option(
        help: ArgumentHelp(
            "Only files changed since: a date such as 2026-11-21, or an age such as 30d, 12h.",
            valueName: "time"))
    var newer: String?
    @Option(help: ArgumentHelp("Only files not changed since.", valueName: "time"))
    var older: String?
    @Option(
        help: ArgumentHelp(
            "Names of files and folders to leave out, as a shell pattern; may be repeated.",
            valueName: "pattern"))
    var exclude: [String] = []
    @Option(
        help: ArgumentHelp("Names of the only files to take in; may be repeated.", valueName: "pattern"))
    var include: [String] = []
    @Flag(help: "Enter no folder on another file system than the one above it.")
    var oneFileSystem = false
    @Flag(help: "Enter .git folders too.")
    var includeGit = false
    @Flag(help: "Enter trash folders too.")
    var includeTrash = false
    @Flag(help: "Leave out names that begin with a dot.")
    var noHidden = false

    /// - Parameter now: nanoseconds since 1970 that ages count back from.
    func options(now: Int64) throws -> WalkOptions {
        var options = WalkOptions()
        let least = try minSize.map { try size($0, "--min-size") } ?? 0
        let most = try maxSize.map { try size($0, "--max-size") } ?? Int64.max
        guard least <= most else {
            throw TieoutError("no file is both", at: "--min-size and --max-size", remedy: "exchange them")
        }
        options.sizes = least...most
        options.modifiedAfter = try newer.map { try moment($0, "--newer", now: now) }
        options.modifiedBefore = try older.map { try moment($0, "--older", now: now) }
        options.exclude = try exclude.map(rawArgument)
        options.include = try include.map(rawArgument)
        options.oneFileSystem = oneFileSystem
        options.git = includeGit
        options.trash = includeTrash
        options.hidden = !noHidden
        return options
    }

    private func size(_ text: String, _ flag: String) throws -> Int64 {
        if text == "0" { return 0 }
        guard let bytes = parseSize(text) else {
            throw TieoutError("'\(text)' is no size", at: flag, remedy: "write 4096, 64k, 1M or 2G")
        }
        return Int64(bytes)
    }

    private func moment(_ text: String, _ flag: String, now: Int64) throws -> Int64 {
        if let age = parseDuration(text) { return now - Int64(age * 1e9) }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.isLenient = false
        for format in ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"] {
            formatter.dateFormat = format
            if let date = formatter.date(from: text) {
                return Int64(date.timeIntervalSince1970) * 1_000_000_000
            }
        }
        throw TieoutError(
            "'\(text)' is no time", at: flag, remedy: "write a date such as 2026-11-21, or an age such as 30d"
        )
    }
}

/// Seconds of `90s`, `15m`, `2h`, `30d`, `1w`, `1y`; nil where it says nothing of the kind.
func parseDuration(_ text: String) -> Double? {
    let units: [Character: Double] = [
        "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400,
    ]
    guard let last = text.last, let unit = units[last], let number = Double(text.dropLast()), number >= 0,
        number * unit < 9e9
    else { return nil }
    return number * unit
}
