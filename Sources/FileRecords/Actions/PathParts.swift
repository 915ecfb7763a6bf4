/// A path below a directory.
public func joined(_ directory: [UInt8], _ path: [UInt8]) -> [UInt8] {
    if directory.isEmpty { return path }
    return directory.last == UInt8(ascii: "/") ? directory + path : directory + [UInt8(ascii: "/")] + path
}

/// The directory, empty if there is none, and the last component.
public func splitPath(_ path: [UInt8]) -> (directory: [UInt8], name: [UInt8]) {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return ([], path) }
    return (Array(path[..<slash]), Array(path[(slash + 1)...]))
}

/// Whether a path is a directory or lies below it.
public func isWithin(_ path: [UInt8], _ directory: [UInt8]) -> Bool {
    guard path.starts(with: directory) else { return false }
    return path.count == directory.count || directory.last == UInt8(ascii: "/")
        || path[directory.count] == UInt8(ascii: "/")
}
