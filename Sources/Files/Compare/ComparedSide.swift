import FileRecords
import FileScan
import FileStore
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a person named as a side of a comparison.
enum ComparedSide {
    /// A folder that is there.
    case folder([UInt8])
    /// A folder as a scan saw it.
    case saved(database: String, scan: Int?, folder: [UInt8]?)

    /// Reads `FOLDER`, `DATABASE`, `DATABASE#SCAN` or `DATABASE#SCAN:FOLDER`, in which SCAN may be left out.
    init(_ text: [UInt8]) throws {
        var status = stat()
        let path = text.map { CChar(bitPattern: $0) } + [0]
        let code = stat(path, &status) == 0 ? 0 : errno
        if code == 0 && status.st_mode & S_IFMT == S_IFDIR {
            self = .folder(try absolutePath(text))
        } else if code == 0 {
            self = .saved(database: String(decoding: text, as: UTF8.self), scan: nil, folder: nil)
        } else {
            self = try .init(scan: text, code)
        }
    }

    private init(scan text: [UInt8], _ code: Int32) throws {
        guard let mark = text.lastIndex(of: UInt8(ascii: "#")) else {
            throw TieoutError(
                "cannot be found: \(systemMessage(code))", at: shown(path: text),
                remedy: "name a folder, or a scan as files.sqlite#3")
        }
        let rest = text[(mark + 1)...]
        let colon = rest.firstIndex(of: UInt8(ascii: ":"))
        let number = String(decoding: rest[..<(colon ?? rest.endIndex)], as: UTF8.self)
        guard number.isEmpty || (Int(number) ?? 0) > 0 else {
            throw TieoutError(
                "'\(number)' is no scan", at: shown(path: text), remedy: "name one as files.sqlite#3")
        }
        self = .saved(
            database: String(decoding: text[..<mark], as: UTF8.self), scan: Int(number),
            folder: colon.map { Array(rest[($0 + 1)...]) })
    }
}

/// Refuses two folders of which one is the other or lies in it: everything would be its own copy.
func requireApart(_ left: [UInt8], _ right: [UInt8]) throws {
    guard let one = realPath(left), let other = realPath(right) else { return }
    let slash = [UInt8(ascii: "/")]
    let relation: String
    if one == other {
        relation = "is the same folder as"
    } else if one.starts(with: other == slash ? slash : other + slash) {
        relation = "lies in"
    } else if other.starts(with: one == slash ? slash : one + slash) {
        relation = "holds"
    } else {
        return
    }
    throw TieoutError(
        "\(relation) \(shown(path: right)), and a file is no copy of itself", at: shown(path: left),
        remedy: "compare folders that lie apart")
}

private func realPath(_ path: [UInt8]) -> [UInt8]? {
    let found = (path + [0]).withUnsafeBytes {
        realpath($0.baseAddress?.assumingMemoryBound(to: CChar.self), nil)
    }
    guard let found else { return nil }
    defer { free(found) }
    return Array(UnsafeBufferPointer(start: found, count: strlen(found)).map(UInt8.init(bitPattern:)))
}
