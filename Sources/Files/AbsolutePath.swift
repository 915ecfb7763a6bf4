import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A path as it is stored and shown: from the root of the file system, without `.`, doubled slashes or one at
/// the end. Symbolic links stay as they are, but that `..` is resolved by the system, since only it knows
/// where a link leads.
///
/// - Throws: `TieoutError` where the working folder is gone, or a path with `..` leads nowhere.
public func absolutePath(_ path: [UInt8]) throws -> [UInt8] {
    guard !path.isEmpty, !path.contains(0) else {
        throw TieoutError("is no path", at: shown(path: path), remedy: "name a folder")
    }
    let slash = UInt8(ascii: "/")
    var path = path
    if path.split(separator: slash).contains(Array("..".utf8)[...]) {
        path = try resolved(path)
    } else if path.first != slash {
        path = try resolved(Array(".".utf8)) + [slash] + path
    }
    let parts = path.split(separator: slash).filter { $0 != Array(".".utf8)[...] }
    return parts.isEmpty ? [slash] : parts.flatMap { [slash] + $0 }
}

private func resolved(_ path: [UInt8]) throws -> [UInt8] {
    let found = (path + [0]).withUnsafeBytes { bytes in
        realpath(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), nil)
    }
    guard let found else {
        throw TieoutError(
            "cannot be found: \(systemMessage(errno))", at: shown(path: path), remedy: "check the path")
    }
    defer { free(found) }
    return Array(UnsafeBufferPointer(start: found, count: strlen(found)).map(UInt8.init(bitPattern:)))
}
