import FileScan
import FileTrees

/// Which trees to compare, and what is asked of them.
public struct CompareOptions: Sendable {
    /// What has to hold for the answer yes.
    public enum Question: String, Sendable, Encodable {
        /// Every content of the left stands somewhere on the right.
        case safe
        /// Every content of the left stands on the right at least as often.
        case copies
        /// Both trees are the same, path by path.
        case exact
    }

    /// A folder, or a saved scan as `files.sqlite`, `files.sqlite#3` or `files.sqlite#3:/folder`; bytes.
    public var left: [UInt8]
    /// The other one.
    public var right: [UInt8]
    /// What is asked.
    public var question = Question.safe
    /// Attributes that have to agree as well where contents do.
    public var attributes: FileAttributes = []
    /// Whether equal files are compared byte by byte; only where both sides are folders.
    public var verify = false
    /// What is taken in of folders.
    public var walk = WalkOptions()
    /// Readers at once.
    public var threads = 1
    /// Where the comparison is stored, if it is to be.
    public var output: String?

    /// Asks whether everything of `left` is in `right`. Of folders all is taken in, `.git` and trash too.
    public init(left: [UInt8], right: [UInt8]) {
        self.left = left
        self.right = right
        walk.git = true
        walk.trash = true
    }
}
