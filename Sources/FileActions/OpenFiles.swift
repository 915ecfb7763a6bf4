import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Files and directories that are open for one step, and are closed together.
final class OpenFiles {
    let calls: any FileCalls
    private var descriptors: [Descriptor] = []

    init(_ calls: any FileCalls) { self.calls = calls }

    deinit { for descriptor in descriptors.reversed() { calls.close(descriptor) } }

    /// Opens the directory that a plan or journal named.
    ///
    /// - Throws: `Skip` if it is not the directory it was.
    func top(_ path: [UInt8], _ identity: FileIdentity, anyDevice: Bool) throws -> Descriptor {
        let opened = try keep(calls.openNamed(path))
        let found = try calls.facts(of: opened).identity
        // Device numbers may change when a file system is mounted again; inodes do not.
        guard found.inode == identity.inode, anyDevice || found.device == identity.device else {
            throw Skip(.treeReplaced)
        }
        return opened
    }

    /// Opens a directory below one that is open, through no symbolic link.
    func directory(_ path: [UInt8], in top: Descriptor) throws -> Descriptor {
        try keep(calls.openDirectory(path, in: top))
    }

    /// Opens a file.
    func file(_ spot: Spot) throws -> Descriptor { try keep(calls.open(spot.name, in: spot.directory)) }

    private func keep(_ descriptor: Descriptor) -> Descriptor {
        descriptors.append(descriptor)
        return descriptor
    }
}
