import FileRecords
import Records
import Synchronization

/// Opens regular files and says what they are by their content.
///
/// - Parameters:
///   - types: what is known already is kept; the rest is filled in. Names of one inode are opened once each.
///   - threads: readers at once, at least 1.
/// - Returns: what could not be read, by number of the file.
/// - Throws: `TieoutError` where libmagic has no signatures, or the run is to stop.
/// - Complexity: four system calls and some ten microseconds a file.
public func lookUpMediaTypes(
    _ table: FileTable, into types: inout MediaTypes, threads: Int, monitor: RunMonitor
) throws -> [FileFault] {
    let known = types
    let open = table.files.indices.filter {
        known[$0] == nil && table.files[$0].facts.type == .regular && table.files[$0].facts.size > 0
    }
    guard !open.isEmpty else { return [] }
    monitor.begin(.reading, unitsInAll: open.count)
    let work = WorkCounter(total: open.count, step: 64)
    let found = Mutex<[Finding]>([])
    try onThreads(min(threads, open.count)) { _ in
        let reader = try MagicReader()
        let head = UnsafeMutableRawBufferPointer.allocate(byteCount: MagicReader.headSize, alignment: 16)
        defer { head.deallocate() }
        var own: [Finding] = []
        while let range = work.take() {
            for place in range { own.append(look(at: open[place], of: table, reader, head)) }
            try monitor.pass(range.count)
        }
        found.withLock { $0.append(contentsOf: own) }
    }
    return note(found.withLock { $0 }, in: table, &types)
}

/// What became of one file.
private struct Finding {
    let file: Int
    /// Empty where there is none.
    let type: String
    let code: Int32
}

private func look(
    at file: Int, of table: FileTable, _ reader: borrowing MagicReader, _ head: UnsafeMutableRawBufferPointer
) -> Finding {
    let count = readHead(table.path(ofFile: file), table.files[file].facts, into: head)
    guard count > 0 else { return Finding(file: file, type: "", code: Int32(-count)) }
    let type = reader.mediaType(UnsafeRawBufferPointer(rebasing: head[..<count]))
    return Finding(file: file, type: type.map { String(cString: $0) } ?? "", code: 0)
}

/// In the order of files, so that types are numbered the same for any number of threads.
private func note(_ found: [Finding], in table: FileTable, _ types: inout MediaTypes) -> [FileFault] {
    var faults: [FileFault] = []
    var numbers: [String: UInt16] = [:]
    for finding in found.sorted(by: { $0.file < $1.file }) {
        if finding.code != 0 {
            faults.append(FileFault(path: table.path(ofFile: finding.file), step: .open, code: finding.code))
        }
        guard !finding.type.isEmpty else { continue }
        let number =
            numbers[finding.type]
            ?? types.add(MediaType(name: finding.type, kind: kindByMediaType(finding.type)))
        numbers[finding.type] = number
        types.set(number, of: finding.file)
    }
    return faults
}
