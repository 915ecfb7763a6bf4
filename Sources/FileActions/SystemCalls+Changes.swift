import CLinux
import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The calls that change something.
extension SystemCalls {
    func rename(
        _ name: [UInt8], in directory: Descriptor, to newName: [UInt8], in newDirectory: Descriptor,
        _ renaming: Renaming
    ) throws {
        _ = try withText(name) { name in
            try withText(newName) { newName in
                switch renaming {
                case .withoutReplacing:
                    try checked(tieout_rename_noreplace(directory, name, newDirectory, newName))
                case .exchanging:
                    try checked(tieout_rename_exchange(directory, name, newDirectory, newName))
                case .intoOurOwn: try checked(renameat(directory, name, newDirectory, newName))
                }
            }
        }
    }

    func link(_ descriptor: Descriptor, to name: [UInt8], in directory: Descriptor) throws {
        _ = try withText(name) { try checked(tieout_link_open(descriptor, directory, $0)) }
    }

    func link(
        _ name: [UInt8], in directory: Descriptor, to newName: [UInt8], in newDirectory: Descriptor
    ) throws {
        _ = try withText(name) { name in
            try withText(newName) { try checked(linkat(directory, name, newDirectory, $0, 0)) }
        }
    }

    func makeLink(to text: [UInt8], _ name: [UInt8], in directory: Descriptor) throws {
        _ = try withText(text) { text in
            try withText(name) { try checked(symlinkat(text, directory, $0)) }
        }
    }

    func unlink(_ name: [UInt8], in directory: Descriptor) throws {
        _ = try withText(name) { try checked(unlinkat(directory, $0, 0)) }
    }

    func makeDirectory(_ name: [UInt8], in directory: Descriptor) throws {
        _ = try withText(name) { try checked(mkdirat(directory, $0, 0o700)) }
    }

    func removeDirectory(_ name: [UInt8], in directory: Descriptor) throws {
        _ = try withText(name) { try checked(unlinkat(directory, $0, AT_REMOVEDIR)) }
    }

    func sync(_ descriptor: Descriptor) throws { _ = try checked(fsync(descriptor)) }

    func setModified(_ descriptor: Descriptor, to modified: Int64) throws {
        _ = try checked(tieout_set_modified(descriptor, modified))
    }

    func share(
        _ source: Descriptor, with target: Descriptor, offset: Int64, length: Int64
    ) throws -> SharedRange {
        var shared: UInt64 = 0
        var status: Int32 = 0
        _ = try checked(
            tieout_dedupe_range(
                source, UInt64(offset), UInt64(length), target, UInt64(offset), &shared, &status))
        if status < 0 { throw CallFailure(-status) }
        return SharedRange(bytes: Int64(shared), isSame: status == 0)
    }

    func attributes(of descriptor: Descriptor) throws -> [ExtendedAttribute] {
        let names: [UInt8]
        do { names = try sized { tieout_list_attributes(descriptor, $0, $1) } } catch let failure
            as CallFailure
            where failure.code == ENOTSUP
        { return [] }
        let found = try names.split(separator: 0).map { name in
            let value = try withText(Array(name)) { name in
                try sized { tieout_get_attribute(descriptor, name, $0, $1) }
            }
            return ExtendedAttribute(name: Array(name), value: value)
        }
        return found.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// What a call gives that first tells how much room it wants.
    private func sized(_ call: (UnsafeMutablePointer<CChar>?, Int) -> Int) throws -> [UInt8] {
        while true {
            let size = try checked(call(nil, 0))
            var room = [CChar](repeating: 0, count: size)
            let got = room.withUnsafeMutableBufferPointer { call($0.baseAddress, $0.count) }
            // It may have grown meanwhile.
            if got < 0 && errno == ERANGE { continue }
            return room.prefix(try checked(got)).map { UInt8(bitPattern: $0) }
        }
    }
}
