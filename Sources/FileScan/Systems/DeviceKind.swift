import CLinux

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What files lie on, as far as the way of reading depends on it.
public enum DeviceKind: String, Sendable, CaseIterable {
    /// Flash memory, a virtual disk, or nothing is known: many reads at a time.
    case solid
    /// A disk that turns: one reader, in the order in which files lie.
    case turning
    /// The other end of a network: more reads at a time than there are cores.
    case network

    /// What a device is, by `/sys/dev/block`: partitions are followed to their disk, and volumes to what
    /// they are made of.
    init(device: UInt64) {
        let path = "/sys/dev/block/\(tieout_major(device)):\(tieout_minor(device))"
        self = isTurning(path, depth: 0) ? .turning : .solid
    }
}

private func isTurning(_ path: String, depth: Int) -> Bool {
    guard depth < 8, let real = realpath(path, nil) else { return false }
    defer { free(real) }
    var folder = String(cString: real)
    let name = folder.split(separator: "/").last.map(String.init) ?? ""
    // Virtual disks say that they turn because nobody told them otherwise.
    if name.hasPrefix("vd") || name.hasPrefix("xvd") { return false }
    if access(folder + "/partition", F_OK) == 0 { folder += "/.." }
    let parts = entries(of: folder + "/slaves")
    if !parts.isEmpty { return parts.contains { isTurning(folder + "/slaves/" + $0, depth: depth + 1) } }
    return firstByte(of: folder + "/queue/rotational") == UInt8(ascii: "1")
}

private func entries(of folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

private func firstByte(of path: String) -> UInt8? {
    let descriptor = tieout_openat(AT_FDCWD, path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? byte : nil
}
