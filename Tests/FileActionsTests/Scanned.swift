import FileRecords
import Foundation
import Testing

@testable import FileActions

/// What a walk and a comparison of contents would give, worked out in the plainest way: every file is read.
struct Scanned {
    var table = FileTable()
    var groups = ContentGroups()

    init(_ tree: Tree, roots: [String]) throws { try self.init(roots: roots.map(tree.path)) }

    init(roots: [String]) throws {
        let calls = SystemCalls()
        for path in roots {
            let opened = try calls.openNamed(Array(path.utf8))
            defer { calls.close(opened) }
            let number = table.addRoot(path: Array(path.utf8), facts: try calls.facts(of: opened))
            try enter(number, calls)
        }
        var byContent: [[UInt8]: [UInt32]] = [:]
        for (number, file) in table.files.enumerated()
        where file.facts.type == .regular && file.facts.size > 0 {
            let content = Array(try readAll(table.path(ofFile: number)))
            byContent[content, default: []].append(UInt32(number))
        }
        let found = byContent.values.filter { group in
            Set(group.map { table.files[Int($0)].facts.identity }).count > 1
        }
        for group in found.sorted(by: { $0[0] < $1[0] }) { groups.append(group) }
    }

    private mutating func enter(_ directory: UInt32, _ calls: SystemCalls) throws {
        let opened = try calls.openNamed(table.path(ofDirectory: directory))
        defer { calls.close(opened) }
        var below: [UInt32] = []
        for name in try names(in: table.path(ofDirectory: directory))
        where name != Array(".tieout-quarantine".utf8) {
            guard let facts = try calls.facts(of: name, in: opened) else { continue }
            if facts.type == .directory {
                below.append(table.addDirectory(name: name, in: directory, facts: facts))
            } else {
                table.addFile(name: name, in: directory, facts: facts)
            }
        }
        for directory in below { try enter(directory, calls) }
    }
}

/// Names in a directory, ordered by their bytes.
func names(in path: [UInt8]) throws -> [[UInt8]] {
    let stream = try #require(
        (path + [0]).withUnsafeBytes { opendir($0.bindMemory(to: CChar.self).baseAddress!) })
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
}

/// All bytes of a file.
func readAll(_ path: [UInt8]) throws -> Data {
    let opened = (path + [0]).withUnsafeBytes { open($0.bindMemory(to: CChar.self).baseAddress!, O_RDONLY) }
    try #require(opened >= 0)
    let handle = FileHandle(fileDescriptor: opened, closeOnDealloc: true)
    return try handle.readToEnd() ?? Data()
}
