#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What this process costs the machine, as the system counts it. Open files are left out: listing
/// them costs more than all the rest.
public struct ProcessUsage: Sendable, Equatable {
    /// Bytes in physical memory now; 0 where the system does not say.
    public var residentBytes = 0
    /// The most they have been.
    public var peakResidentBytes = 0
    /// Bytes of address space.
    public var virtualBytes = 0
    /// CPU time of all threads, user and system, in seconds.
    public var cpuSeconds = 0.0

    /// - Complexity: two system calls and a file of one line.
    public static func now() -> ProcessUsage {
        var usage = ProcessUsage()
        var counted = rusage()
        #if canImport(Darwin)
            let got = getrusage(RUSAGE_SELF, &counted)
        #else
            let got = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &counted)
        #endif
        if got == 0 {
            usage.cpuSeconds = seconds(counted.ru_utime) + seconds(counted.ru_stime)
            #if canImport(Darwin)
                usage.peakResidentBytes = Int(counted.ru_maxrss)
            #else
                usage.peakResidentBytes = Int(counted.ru_maxrss) * 1024
            #endif
        }
        let pages = statm()
        usage.virtualBytes = pages.virtual * pageSize
        usage.residentBytes = pages.resident * pageSize
        // The kernel updates its high-water mark lazily.
        usage.peakResidentBytes = max(usage.peakResidentBytes, usage.residentBytes)
        return usage
    }

    private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
    }

    /// The first two numbers of `/proc/self/statm`: pages of address space, pages resident.
    private static func statm() -> (virtual: Int, resident: Int) {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return (0, 0) }
        defer { close(file) }
        return withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            let count = read(file, buffer.baseAddress, buffer.count)
            guard count > 0 else { return (0, 0) }
            let numbers = parse(numbers: buffer[..<count])
            return numbers.count < 2 ? (0, 0) : (numbers[0], numbers[1])
        }
    }

    private static func parse(numbers bytes: Slice<UnsafeMutableRawBufferPointer>) -> [Int] {
        bytes.split(separator: UInt8(ascii: " "), maxSplits: 2).prefix(2).map { digits in
            digits.reduce(0) { $0 &* 10 &+ Int($1 &- UInt8(ascii: "0")) }
        }
    }
}
