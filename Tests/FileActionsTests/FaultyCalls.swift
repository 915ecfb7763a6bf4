import FileRecords
import Synchronization

@testable import FileActions

/// The process is gone: whoever sees this must not do anything any more.
struct Death: Error {}

/// The calls of the machine, of which one chosen call goes wrong.
final class FaultyCalls: FileCalls {
    /// What goes wrong.
    enum Fault: Sendable, Equatable {
        /// The process dies before the call.
        case death
        /// The call does nothing and fails.
        case failure(Int32)
        /// The call does what it should, and says that it failed; as over a network.
        case lie(Int32)
        /// From the call on none does anything and all fail, as when a disk goes.
        case end(Int32)
    }

    private let real: any FileCalls
    private let state: Mutex<State>
    /// Whether the file system knows the flags of `renameat2`.
    private let hasFlags: Bool
    /// Whether all lies where files of other file systems can be met.
    private let isLayered: Bool
    /// What is said of a directory (no name) or a name in it, in place of what is so.
    private let pretending: Pretence

    /// Called after every call that may take a name away.
    private let watch: @Sendable () -> Void

    typealias Pretence =
        @Sendable (_ directory: Descriptor, _ name: [UInt8]?, _ found: FileFacts) -> FileFacts

    private struct State {
        var count = 0
        var at: Int
        var fault: Fault
        var isDead = false
        /// Calls that were made, by name.
        var names: [String] = []
        /// Runs once, before the call of that number.
        var interlude: (@Sendable () throws -> Void)?
    }

    /// - Parameter at: number of the call, from 1; 0 for none.
    init(
        _ fault: Fault = .death, at: Int = 0, hasFlags: Bool = true, isLayered: Bool = false,
        pretending: @escaping Pretence = { $2 }, watch: @escaping @Sendable () -> Void = {},
        real: any FileCalls = SystemCalls()
    ) {
        self.watch = watch
        self.real = real
        self.isLayered = isLayered
        self.pretending = pretending
        self.hasFlags = hasFlags
        state = Mutex(State(at: at, fault: fault))
    }

    /// Lets something else happen in the file system just before a call.
    convenience init(
        before at: Int, hasFlags: Bool = true, _ interlude: @escaping @Sendable () throws -> Void
    ) {
        self.init(.failure(0), at: at, hasFlags: hasFlags)
        state.withLock { $0.interlude = interlude }
    }

    /// Calls so far.
    var count: Int { state.withLock { $0.count } }

    /// Names of the calls so far, without those of their arguments.
    var names: [String] { state.withLock { $0.names } }

    /// Counts a step that is none of these calls, such as one of the journal.
    func step(_ name: String = #function) throws { try one(name) {} }

    private func one<Result>(_ name: String = #function, _ call: () throws -> Result) throws -> Result {
        let (isHit, fault, interlude) = try state.withLock { state in
            if state.isDead { throw Death() }
            state.count += 1
            state.names.append(String(name.prefix { $0 != "(" }))
            if case .end(let code) = state.fault, state.at > 0, state.count >= state.at {
                throw CallFailure(code)
            }
            let isHit = state.count == state.at
            if isHit && state.fault == .death { state.isDead = true }
            return (isHit, state.fault, isHit ? state.interlude : nil)
        }
        if let interlude {
            try interlude()
            return try call()
        }
        guard isHit else { return try call() }
        switch fault {
        case .death: throw Death()
        case .failure(let code), .end(let code): throw CallFailure(code)
        case .lie(let code):
            let result = try call()
            // What was opened would leak: a lie about that is no more than a failure.
            if let descriptor = result as? Descriptor { real.close(descriptor) }
            throw CallFailure(code)
        }
    }

    func openNamed(_ path: [UInt8]) throws -> Descriptor { try one { try real.openNamed(path) } }
    func openDirectory(_ path: [UInt8], in directory: Descriptor) throws -> Descriptor {
        try one { try real.openDirectory(path, in: directory) }
    }
    func open(_ name: [UInt8], in directory: Descriptor) throws -> Descriptor {
        try one { try real.open(name, in: directory) }
    }
    func close(_ descriptor: Descriptor) { real.close(descriptor) }
    func facts(of descriptor: Descriptor) throws -> FileFacts {
        try one { pretending(descriptor, nil, try real.facts(of: descriptor)) }
    }
    func facts(of name: [UInt8], in directory: Descriptor) throws -> FileFacts? {
        try one { try real.facts(of: name, in: directory).map { pretending(directory, name, $0) } }
    }
    func factsFollowing(_ name: [UInt8], in directory: Descriptor) throws -> FileFacts {
        try one { try real.factsFollowing(name, in: directory) }
    }
    func linkText(_ name: [UInt8], in directory: Descriptor) throws -> [UInt8] {
        try one { try real.linkText(name, in: directory) }
    }
    func isFixed(_ descriptor: Descriptor) throws -> Bool { try one { try real.isFixed(descriptor) } }
    func mayShowOthers(_ descriptor: Descriptor) -> Bool {
        isLayered || real.mayShowOthers(descriptor)
    }
    func hasWriter(_ descriptor: Descriptor) -> Bool { real.hasWriter(descriptor) }
    func attributes(of descriptor: Descriptor) throws -> [ExtendedAttribute] {
        try one { try real.attributes(of: descriptor) }
    }
    func read(_ descriptor: Descriptor, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws
        -> Int
    { try one { try real.read(descriptor, at: offset, into: buffer) } }
    func rename(
        _ name: [UInt8], in directory: Descriptor, to newName: [UInt8], in newDirectory: Descriptor,
        _ renaming: Renaming
    ) throws {
        defer { watch() }
        try one {
            guard hasFlags || renaming == .intoOurOwn else { throw CallFailure(22) }
            try real.rename(name, in: directory, to: newName, in: newDirectory, renaming)
        }
    }
    func link(_ descriptor: Descriptor, to name: [UInt8], in directory: Descriptor) throws {
        try one { try real.link(descriptor, to: name, in: directory) }
    }
    func link(
        _ name: [UInt8], in directory: Descriptor, to newName: [UInt8], in newDirectory: Descriptor
    ) throws { try one { try real.link(name, in: directory, to: newName, in: newDirectory) } }
    func makeLink(to text: [UInt8], _ name: [UInt8], in directory: Descriptor) throws {
        try one { try real.makeLink(to: text, name, in: directory) }
    }
    func unlink(_ name: [UInt8], in directory: Descriptor) throws {
        defer { watch() }
        try one { try real.unlink(name, in: directory) }
    }
    func makeDirectory(_ name: [UInt8], in directory: Descriptor) throws {
        try one { try real.makeDirectory(name, in: directory) }
    }
    func removeDirectory(_ name: [UInt8], in directory: Descriptor) throws {
        try one { try real.removeDirectory(name, in: directory) }
    }
    func sync(_ descriptor: Descriptor) throws { try one { try real.sync(descriptor) } }
    func setModified(_ descriptor: Descriptor, to modified: Int64) throws {
        try one { try real.setModified(descriptor, to: modified) }
    }
    func share(
        _ source: Descriptor, with target: Descriptor, offset: Int64, length: Int64
    ) throws -> SharedRange {
        try one { try real.share(source, with: target, offset: offset, length: length) }
    }
}
