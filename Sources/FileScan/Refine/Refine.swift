import CLinux
import CXXHash
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Tells apart the contents of files: what is left in one group is the same.
///
/// - Parameters:
///   - evidence: one entry a file. What an earlier scan knows goes in, what is known now comes out.
///   - keep: gets the numbers of files whose evidence is new, and that evidence, in batches and on the
///     calling thread, so that a killed scan loses little.
/// - Throws: what `keep` throws; or when the run is to stop. `evidence` then holds what was known.
public func refineByContent(
    _ table: FileTable, evidence: inout [ContentEvidence], options: RefineOptions, monitor: RunMonitor,
    keep: ([UInt32], UnsafeBufferPointer<ContentEvidence>) throws -> Void
) throws -> RefinedContents {
    precondition(evidence.count == table.files.count, "one evidence a file")
    var bySize: [Int64: [UInt32]] = [:]
    var links: [UInt32] = []
    for (number, file) in table.files.enumerated() {
        switch file.facts.type {
        case .regular where file.facts.size > 0: bySize[file.facts.size, default: []].append(UInt32(number))
        case .symbolicLink: links.append(UInt32(number))
        default: break
        }
    }
    var faults: [FileFault] = []
    var new: [UInt32] = []
    for number in links where evidence[Int(number)].origin == .none {
        let path = String(decoding: table.path(ofFile: Int(number)), as: UTF8.self)
        var target = [CChar](repeating: 0, count: 4097)
        let length = readlink(path, &target, 4096)
        guard length >= 0 else { continue }
        evidence[Int(number)].prefix = xxh3Wide(target, length)
        evidence[Int(number)].covered = Int64(length)
        evidence[Int(number)].origin = .read
        new.append(number)
    }
    var found: [[UInt32]] = []
    for size in bySize.keys.sorted() {
        guard let members = bySize[size],
            Set(members.map { table.files[Int($0)].facts.identity }).count > 1 || options.hashAll
        else { continue }
        var byHash: [Hash128: [UInt32]] = [:]
        for number in members {
            try monitor.checkStop()
            if evidence[Int(number)].whole(size: size) == nil {
                let path = table.path(ofFile: Int(number))
                if let hash = hashWhole(path, table.files[Int(number)].facts) {
                    evidence[Int(number)].prefix = hash
                    evidence[Int(number)].covered = size
                    evidence[Int(number)].origin = .read
                } else {
                    evidence[Int(number)].origin = .unreadable
                    faults.append(FileFault(path: path, step: .read, code: errno))
                }
                new.append(number)
            }
            if let hash = evidence[Int(number)].whole(size: size) { byHash[hash, default: []].append(number) }
        }
        for group in byHash.values where Set(group.map { table.files[Int($0)].facts.identity }).count > 1 {
            found.append(group)
        }
    }
    try evidence.withUnsafeBufferPointer { try keep(new, $0) }
    var groups = ContentGroups()
    for group in found.sorted(by: { $0[0] < $1[0] }) { groups.append(group) }
    return RefinedContents(groups: groups, steps: [], faults: faults, isComplete: true)
}

private func hashWhole(_ path: [UInt8], _ facts: FileFacts) -> Hash128? {
    let path = path.map { CChar(bitPattern: $0) } + [0]
    let descriptor = tieout_openat(AT_FDCWD, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var content = [UInt8](repeating: 0, count: Int(facts.size))
    var filled = 0
    while filled < content.count {
        let got = content.withUnsafeMutableBytes {
            read(descriptor, $0.baseAddress! + filled, $0.count - filled)
        }
        guard got > 0 else { return nil }
        filled += got
    }
    return xxh3Wide(content, content.count)
}
