import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An SQLite file, and how it may be opened without changing anything beside it.
///
/// A database in WAL mode wants to make files next to it even for a reader. Where it has no log with
/// changes, it is opened as one that does not change, and looked at again afterwards.
struct SQLiteFile: Sendable {
    private struct Stamp: Equatable {
        var bytes: Int64
        var seconds: Int
        var nanoseconds: Int
        var logBytes: Int64
    }

    let path: String
    /// Bytes of the file.
    let byteCount: UInt64
    /// It has a log of changes, whose readers may see different states.
    let hasLog: Bool
    private let isImmutable: Bool
    private let stamp: Stamp

    /// - Throws: `TieoutError` where there is no such file.
    init(_ path: String, place: String) throws {
        self.path = path
        guard let stamp = Self.stamp(path) else {
            throw TieoutError("no such file: \(path)", at: place, remedy: "check the path")
        }
        self.stamp = stamp
        byteCount = UInt64(stamp.bytes)
        hasLog = stamp.logBytes > 0
        isImmutable = Self.isInWALMode(path) && !hasLog
    }

    /// What SQLite opens.
    var uri: String {
        var encoded = "file:"
        for byte in (path.hasPrefix("/") ? path : "./" + path).utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                encoded.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return encoded + "?mode=ro" + (isImmutable ? "&immutable=1" : "")
    }

    /// - Throws: `TieoutError` where the file was changed while it was read without a lock.
    func requireUnchanged(place: String) throws {
        guard !isImmutable || Self.stamp(path) == stamp else {
            throw TieoutError(
                "was changed while it was read", at: place, remedy: "run again when nothing writes to it")
        }
    }

    private static func stamp(_ path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var log = stat()
        let logBytes = stat(path + "-wal", &log) == 0 ? Int64(log.st_size) : 0
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Stamp(
            bytes: Int64(status.st_size), seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec),
            logBytes: logBytes)
    }

    /// Whether a path leads to a database, by its first bytes (the SQLite file format, 1.3.1).
    static func isOne(_ path: String) -> Bool { head(path).starts(with: Array("SQLite format 3\0".utf8)) }

    /// Bytes 18 and 19 of the file are 2 in WAL mode (1.3.3).
    private static func isInWALMode(_ path: String) -> Bool {
        let head = head(path)
        return head.count == 20 && head[18] == 2 && head[19] == 2
    }

    /// The first 20 bytes of a regular file; empty of anything else.
    private static func head(_ path: String) -> [UInt8] {
        guard stamp(path) != nil else { return [] }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 20)
        return pread(descriptor, &head, 20, 0) == 20 ? head : []
    }
}
