#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Waits until what was written through a descriptor is on the disk.
///
/// - Parameter path: what is told to a person where that fails.
public func synchroniseToDisk(_ descriptor: Int32, at path: String) throws {
    // Some file systems cannot synchronise a file or a folder, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
        throw storeError(errno, "cannot be written to disk", at: path)
    }
}

/// Waits until what a file holds, or which names a folder has, is on the disk.
///
/// - Parameters:
///   - name: the file or folder.
///   - path: what is told to a person where that fails; nil: the name.
public func synchroniseToDisk(_ name: String, at path: String? = nil) throws {
    let descriptor = open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw storeError(errno, "cannot be written to disk", at: path ?? name) }
    defer { close(descriptor) }
    try synchroniseToDisk(descriptor, at: path ?? name)
}

/// Waits until the name of a file is on the disk, which its folder holds.
public func synchroniseName(of path: String) throws {
    try synchroniseToDisk(folder(of: path), at: path)
}

/// The folder that a path lies in.
private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
