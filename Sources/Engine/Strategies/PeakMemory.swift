#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The most memory that the process has held since a moment, as the system counts it.
enum PeakMemory {
    /// Begins anew: the peak is what is held now. Where the system does not let it, peaks only grow.
    static func begin() {
        #if os(Linux)
            guard let file = fopen("/proc/self/clear_refs", "w") else { return }
            fputs("5", file)
            fclose(file)
        #endif
    }

    /// Bytes resident at the peak; nil where the system does not tell.
    static func read() -> Int? {
        #if os(Linux)
            guard let text = try? readText("/proc/self/status"),
                let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
            else { return nil }
            return Int(line.filter(\.isNumber)).map { $0 * 1024 }
        #else
            return nil
        #endif
    }
}
