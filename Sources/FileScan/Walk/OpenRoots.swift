import CLinux
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The roots of a scan, open as long as it lasts: all else is opened relative to one of them.
final class OpenRoots: Sendable {
    /// Paths, absolute.
    let paths: [[UInt8]]
    /// What the roots are open as.
    let descriptors: [Int32]

    /// Opens directories.
    ///
    /// - Throws: `TieoutError` for the first that cannot be opened, or lies on a file system of the kernel's
    ///   own.
    init(_ paths: [[UInt8]]) throws {
        var descriptors: [Int32] = []
        for path in paths {
            let descriptor = openRoot(path)
            let code = errno
            if descriptor >= 0 { descriptors.append(descriptor) }
            do {
                guard descriptor >= 0 else {
                    throw TieoutError(
                        String(cString: strerror(code)), at: shown(path: path),
                        remedy: "name a directory that can be read")
                }
                if FileSystemKind(descriptor: descriptor) == .pseudo {
                    throw TieoutError(
                        "holds no files, but what the kernel makes up", at: shown(path: path),
                        remedy: "name a directory on a disk")
                }
            } catch {
                for descriptor in descriptors { close(descriptor) }
                throw error
            }
        }
        self.paths = paths
        self.descriptors = descriptors
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }
}

/// Opens the directory that a root's path leads to, through links if need be.
///
/// - Returns: a descriptor, or -1 with `errno` set.
func openRoot(_ path: [UInt8]) -> Int32 {
    var text = path.map { CChar(bitPattern: $0) }
    text.append(0)
    return tieout_openat(AT_FDCWD, text, O_RDONLY | O_DIRECTORY)
}
