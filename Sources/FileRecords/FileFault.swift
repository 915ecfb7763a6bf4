#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Something that could not be read or done, and why. Nothing is passed over without one.
public struct FileFault: Sendable, Equatable {
    /// What was being done.
    public enum Step: String, Sendable, CaseIterable {
        case openDirectory, readDirectory, stat, open, read, compare, changed
        /// Read again, an unchanged file had another content than before.
        case rot
    }

    /// The path, as bytes.
    public var path: [UInt8]
    /// What was being done.
    public var step: Step
    /// `errno`; 0 where the system gave none, as with a file that changed while it was read.
    public var code: Int32

    /// A fault.
    public init(path: [UInt8], step: Step, code: Int32) {
        self.path = path
        self.step = step
        self.code = code
    }

    /// The reason for a person: `Permission denied`.
    public var reason: String {
        if step == .rot { return "has another content than before, though its times are the same" }
        return code == 0 ? "changed while it was read" : String(cString: strerror(code))
    }
}
