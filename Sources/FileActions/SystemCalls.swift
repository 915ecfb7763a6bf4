import CLinux
import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The calls of the machine itself.
struct SystemCalls: FileCalls {
    /// Whether directories are opened in one call, by `openat2`; else component by component.
    var opensPathsAtOnce = true

    func openNamed(_ path: [UInt8]) throws -> Descriptor {
        try withText(path) { try checked(tieout_openat(AT_FDCWD, $0, O_RDONLY | O_DIRECTORY)) }
    }

    func openDirectory(_ path: [UInt8], in directory: Descriptor) throws -> Descriptor {
        let path = path.isEmpty ? [UInt8(ascii: ".")] : path
        if opensPathsAtOnce {
            let flags = UInt64(O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            let resolve = UInt64(RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH)
            let opened = withText(path) { tieout_openat2(directory, $0, flags, resolve) }
            if opened >= 0 { return opened }
            // An older kernel, a sandbox that does not know the call, a path longer than one call takes, or
            // a rename that crossed it: step by step it can still be done.
            guard [ENOSYS, EPERM, ENAMETOOLONG, EAGAIN, E2BIG].contains(errno) else {
                throw CallFailure(errno)
            }
        }
        return try openStepwise(path, in: directory)
    }

    /// Each component by itself, so that none can be a link.
    private func openStepwise(_ path: [UInt8], in directory: Descriptor) throws -> Descriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
        var here = try withText([UInt8(ascii: ".")]) { try checked(tieout_openat(directory, $0, flags)) }
        for step in path.split(separator: UInt8(ascii: "/")) where step != [UInt8(ascii: ".")] {
            let next = withText(Array(step)) { step in
                step[0] == 46 && step[1] == 46 && step[2] == 0 ? -1 : tieout_openat(here, step, flags)
            }
            let code = errno
            _ = tieout_close(here)
            guard next >= 0 else { throw CallFailure(code) }
            here = next
        }
        return here
    }

    func open(_ name: [UInt8], in directory: Descriptor) throws -> Descriptor {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        return try withText(name) { name in
            // Looking at a file need not be noted on it; only its owner may ask for that.
            let opened = tieout_openat(directory, name, flags | tieout_no_access_time)
            if opened < 0 && errno == EPERM { return try checked(tieout_openat(directory, name, flags)) }
            return try checked(opened)
        }
    }

    func close(_ descriptor: Descriptor) { _ = tieout_close(descriptor) }

    func facts(of descriptor: Descriptor) throws -> FileFacts {
        var facts = tieout_facts()
        var mount: Int32 = 0
        _ = try checked(tieout_stat(descriptor, "", &facts, &mount))
        return FileFacts(facts)
    }

    func facts(of name: [UInt8], in directory: Descriptor) throws -> FileFacts? {
        var facts = tieout_facts()
        var mount: Int32 = 0
        let result = withText(name) { tieout_stat(directory, $0, &facts, &mount) }
        if result < 0 && errno == ENOENT { return nil }
        _ = try checked(result)
        return FileFacts(facts)
    }

    func factsFollowing(_ name: [UInt8], in directory: Descriptor) throws -> FileFacts {
        let opened = try withText(name) { try checked(tieout_openat(directory, $0, O_RDONLY | O_NONBLOCK)) }
        defer { close(opened) }
        return try facts(of: opened)
    }

    func linkText(_ name: [UInt8], in directory: Descriptor) throws -> [UInt8] {
        try withText(name) { name in
            try [UInt8](unsafeUninitializedCapacity: 1 << 13) { buffer, count in
                count = try buffer.withMemoryRebound(to: CChar.self) { buffer in
                    guard let start = buffer.baseAddress else { return 0 }
                    return try checked(readlinkat(directory, name, start, buffer.count))
                }
            }
        }
    }

    func isFixed(_ descriptor: Descriptor) throws -> Bool {
        var flags: UInt32 = 0
        // Not every file system has such flags.
        guard tieout_attributes(descriptor, &flags) == 0 else { return false }
        return flags & UInt32(FS_IMMUTABLE_FL | FS_APPEND_FL) != 0
    }

    func mayShowOthers(_ descriptor: Descriptor) -> Bool {
        FileSystemKind(descriptor: descriptor).mayShowOthers
    }

    func hasWriter(_ descriptor: Descriptor) -> Bool { tieout_has_writer(descriptor) == 1 }

    func read(
        _ descriptor: Descriptor, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> Int {
        while true {
            let got = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if got < 0 && errno == EINTR { continue }
            return try checked(got)
        }
    }
}

/// What a call gave, or its failure.
func checked<Number: SignedInteger>(_ result: Number) throws -> Number {
    if result < 0 { throw CallFailure(errno) }
    return result
}

/// A name as C wants it.
func withText<Result>(_ name: [UInt8], _ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
    precondition(!name.contains(0), "a zero byte within a name")
    return try (name + [0]).withUnsafeBufferPointer { bytes in
        try bytes.withMemoryRebound(to: CChar.self) { text in
            guard let start = text.baseAddress else { preconditionFailure("no room for a name") }
            return try body(start)
        }
    }
}
