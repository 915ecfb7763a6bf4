import CLinux

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Opens what lies below a directory that is open, however long the path, and never through a symbolic
/// link: a directory that is swapped for a link meanwhile leads nowhere.
enum Below {
    /// Whether the kernel refuses links in the middle of a path by itself (Linux 5.6). If not, a path is
    /// taken one component at a time.
    static let refusesLinks: Bool = {
        let descriptor = tieout_openat2(AT_FDCWD, "/", UInt64(O_PATH), UInt64(RESOLVE_NO_SYMLINKS))
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }()

    /// Opens `path`, relative to `directory`; the directory itself if the path is empty.
    ///
    /// - Parameters:
    ///   - path: without a slash in front, and with a zero behind it. Slashes are overwritten for a moment.
    ///   - length: of the path, without the zero.
    /// - Returns: a descriptor, or -1 with `errno` set.
    static func open(
        _ directory: Int32, _ path: UnsafeMutablePointer<CChar>, length: Int, flags: Int32
    ) -> Int32 {
        if length == 0 { return tieout_openat(directory, ".", flags) }
        var base = directory
        var start = 0
        while true {
            let cut = cut(path, from: start, length: length)
            let isLast = cut == length
            path[cut] = 0
            let next = openStep(
                base, path + start, isLast ? flags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW)
            let code = errno
            if !isLast { path[cut] = slash }
            if base != directory { close(base) }
            errno = code
            if next < 0 || isLast { return next }
            base = next
            start = cut + 1
        }
    }

    private static let slash = CChar(UInt8(ascii: "/"))
    /// `PATH_MAX` without the zero: what one call takes.
    private static let longest = 4095

    /// Where the part of the path ends that is taken next.
    private static func cut(_ path: UnsafeMutablePointer<CChar>, from start: Int, length: Int) -> Int {
        if refusesLinks {
            if length - start <= longest { return length }
            var end = start + longest
            while end > start, path[end] != slash { end -= 1 }
            return end
        }
        var end = start
        while end < length, path[end] != slash { end += 1 }
        return end
    }

    private static func openStep(_ base: Int32, _ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
        refusesLinks
            ? tieout_openat2(base, path, UInt64(flags), UInt64(RESOLVE_NO_SYMLINKS))
            : tieout_openat(base, path, flags)
    }
}
