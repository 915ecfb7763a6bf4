/// What is done with a file that has a copy elsewhere. `docs/files-actions.md` says what each keeps.
public enum ActionKind: String, Sendable, CaseIterable, Codable {
    /// The file is moved into a folder of its own file system, from where it can come back.
    case quarantine
    /// The name becomes one more name of the copy; the file itself goes to the quarantine.
    case hardlink
    /// The file shares the storage of the copy, if the file system can; it stays a file of its own.
    case reflink
    /// The name becomes a symbolic link to the copy; the file itself goes to the quarantine.
    case symlink
    /// The file is removed for good.
    case delete

    /// Whether the copy that stays must be on the file system of the file.
    public var needsSameDevice: Bool { self == .hardlink || self == .reflink }

    /// Whether the name leads to the content afterwards.
    public var keepsName: Bool { self != .quarantine && self != .delete }

    /// Whether a file goes to the quarantine, be it for a moment.
    public var putsAside: Bool { self != .reflink }

    /// Whether it can be taken back.
    public var canBeUndone: Bool { self != .delete }
}
