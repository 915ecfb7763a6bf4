/// An error for a person: what is wrong, where, and what to do. Printed in one line; exit code 2.
public struct TieoutError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var what: String
    /// The file or option it is about.
    public var place: String?
    /// Line in the file, counted from 1.
    public var line: Int?
    /// What to do about it.
    public var remedy: String?
    /// The source that it is about holds nothing at all, not even a header.
    public var isAboutEmptySource = false
    /// How the program ends: 2, or 128 + the signal that ended it.
    public var exitCode: Int32 = 2
    /// A signal ended what was going on; nothing was wrong.
    public var isInterruption: Bool { exitCode > 128 }

    /// An error with exit code 2.
    public init(_ what: String, at place: String? = nil, line: Int? = nil, remedy: String? = nil) {
        self.what = what
        self.place = place
        self.line = line
        self.remedy = remedy
    }

    /// `place:line: what; remedy`.
    public var description: String {
        var text = ""
        if let place {
            text += place
            if let line { text += ":\(line)" }
            text += ": "
        }
        text += what
        if let remedy { text += "; \(remedy)" }
        return text
    }

    /// A source holds nothing at all.
    public static func emptySource(_ what: String, at place: String) -> TieoutError {
        var error = TieoutError(what, at: place, remedy: "check that the export was complete")
        error.isAboutEmptySource = true
        return error
    }

    /// The run was asked to stop by a signal.
    public static func interrupted(signal: Int32) -> TieoutError {
        var error = TieoutError("stopped by signal \(signal); the previous result is untouched")
        error.exitCode = 128 + signal
        return error
    }
}
