#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a step of a plan was not taken, or could not be taken back.
public enum SkipReason: String, Sendable, CaseIterable {
    case vanished, changed, keeperVanished, keeperChanged, different, sameFile, notRegular, kept, treeReplaced
    case pathReplaced, crossDevice, readOnly, notPermitted, fixed, busy, full, unsupported, attributes
    case tooManyLinks, nameTaken, quarantineTaken, keeperHides, brokenLink, inputOutput, failed
    case gone, changedAside, lastName, directoryGone, forGood, interrupted

    /// For a person, about the file that the step is about.
    public var text: String {
        switch self {
        case .vanished: "it is no longer there"
        case .changed: "it has changed since the plan"
        case .keeperVanished: "the copy that stays is no longer there"
        case .keeperChanged: "the copy that stays has changed since the plan"
        case .different: "its bytes are not those of the copy that stays"
        case .sameFile: "it is the same file as the copy that stays"
        case .notRegular: "it is no regular file any more"
        case .kept: "it is in a tree that is kept"
        case .treeReplaced: "its tree is not the directory that was scanned"
        case .pathReplaced: "a symbolic link or a file has taken the place of a directory on its path"
        case .crossDevice: "that would cross file systems"
        case .readOnly: "the file system is read-only"
        case .notPermitted: "not permitted"
        case .fixed: "it is immutable or for appending only"
        case .busy: "a program has it, or the copy that stays, open for writing"
        case .full: "no space is left on the device"
        case .unsupported: "the file system cannot do that"
        case .attributes: "owner, mode or extended attributes are not those of the copy that stays"
        case .tooManyLinks: "the copy that stays has as many names as the file system allows"
        case .nameTaken: "another file has its name now"
        case .quarantineTaken: "something else has the name of the quarantine folder"
        case .keeperHides: "it may be one file with the copy that stays, seen over two paths"
        case .brokenLink: "the symbolic link would not lead to the copy that stays"
        case .inputOutput: "input/output error"
        case .failed: "the system refused"
        case .gone: "it is no longer in the quarantine"
        case .changedAside: "it was changed while it lay in the quarantine"
        case .lastName: "what has its name now has no other name any more"
        case .directoryGone: "its directory is no longer there"
        case .forGood: "it was deleted for good"
        case .interrupted: "the run was ended in the middle of it"
        }
    }

    /// The reason that an `errno` stands for.
    public init(code: Int32) {
        switch code {
        case ENOENT: self = .vanished
        case ELOOP, ENOTDIR: self = .pathReplaced
        case EXDEV: self = .crossDevice
        case EROFS: self = .readOnly
        case EACCES, EPERM: self = .notPermitted
        case EBUSY, ETXTBSY: self = .busy
        case ENOSPC, EDQUOT: self = .full
        case EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP, ENOTTY: self = .unsupported
        case EMLINK: self = .tooManyLinks
        case EEXIST, ENOTEMPTY: self = .nameTaken
        case EIO: self = .inputOutput
        default: self = .failed
        }
    }
}

/// A step that is not taken, and why.
public struct Skip: Error, Sendable, Equatable {
    /// Why.
    public var reason: SkipReason
    /// The `errno` behind it; 0 where there is none.
    public var code: Int32 = 0

    /// A step not taken.
    public init(_ reason: SkipReason, code: Int32 = 0) {
        self.reason = reason
        self.code = code
    }

    /// For a person.
    public var text: String {
        reason == .failed && code != 0 ? String(cString: strerror(code)) : reason.text
    }
}
