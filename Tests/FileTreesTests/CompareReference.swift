import TestSupport

/// A small random tree: few names and few contents, so that everything meets.
func randomEntries(_ generator: inout Seeded) -> [String: Planted] {
    var entries: [String: Planted] = [:]
    for _ in 0..<Int.random(in: 0...14, using: &generator) {
        let depth = Int.random(in: 0...3, using: &generator)
        let path = (0...depth).map { _ in ["a", "b", "c", "a.x"].randomElement(using: &generator) ?? "a" }
        plant(randomPlanted(&generator), at: path, in: &entries)
    }
    return entries
}

private func randomPlanted(_ generator: inout Seeded) -> Planted {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: .link("t\(Int.random(in: 0..<2, using: &generator))")
    case 1: .pipe
    case 2: .folder
    case 3: .file("")
    default: .file(["1", "2", "11", "22", "333"].randomElement(using: &generator) ?? "1")
    }
}

/// Plants where neither a file stands in the way nor anything lies below.
private func plant(_ planted: Planted, at path: [String], in entries: inout [String: Planted]) {
    let name = path.joined(separator: "/")
    for length in 1..<max(path.count, 1) {
        let folder = path[..<length].joined(separator: "/")
        if let there = entries[folder], there != .folder { return }
    }
    if entries.keys.contains(where: { $0.hasPrefix(name + "/") }) { return }
    entries[name] = planted
}

/// A tree after some changes.
func changed(_ before: [String: Planted], _ generator: inout Seeded) -> [String: Planted] {
    var after: [String: Planted] = [:]
    for (path, entry) in before.sorted(by: { $0.key < $1.key }) {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: continue
        case 1: plant(entry, at: ["m"] + path.split(separator: "/").map(String.init), in: &after)
        case 2: plant(randomPlanted(&generator), at: path.split(separator: "/").map(String.init), in: &after)
        default: plant(entry, at: path.split(separator: "/").map(String.init), in: &after)
        }
    }
    return after
}

/// What `compareTrees` should say, the obvious way: one path, one pair, one content after the other.
func referenceComparison(_ left: [String: Planted], _ right: [String: Planted]) -> [String] {
    var rows: [String] = []
    var (lefts, rights) = (withEmptyFolders(left), withEmptyFolders(right))
    func kind(_ entry: Planted) -> UInt32 { entry.mode & 0o170000 }

    for (path, entry) in lefts where entry != .folder {
        guard let other = rights[path], kind(other) == kind(entry) else { continue }
        if entry.content == other.content {
            rows.append("same \(path)")
            lefts[path] = nil
            rights[path] = nil
        }
    }
    for content in Set(lefts.values.compactMap(\.content)) {
        while let move = bestMove(
            lefts.filter { $0.value.content == content }.map(\.key),
            rights.filter { $0.value.content == content }.map(\.key))
        {
            rows.append("moved \(move.from) -> \(move.to)")
            lefts[move.from] = nil
            rights[move.to] = nil
        }
    }
    let onLeft = Set(left.values.compactMap(\.content))
    let onRight = Set(right.values.compactMap(\.content))
    for path in Set(lefts.keys).union(rights.keys) {
        let content = lefts[path]?.content
        let missing = content.map { !onRight.contains($0) } == true ? " !" : ""
        switch (lefts[path], rights[path]) {
        case (let l?, let r?):
            if l == .folder && r == .folder { continue }
            rows.append("\(kind(l) == kind(r) ? "modified" : "typeChanged") \(path)\(missing)")
        case (let l?, nil):
            // A folder here, and a folder with something in it there.
            if l == .folder && right.keys.contains(where: { $0.hasPrefix(path + "/") }) { continue }
            if l != .folder && right.keys.contains(where: { $0.hasPrefix(path + "/") }) {
                rows.append("typeChanged \(path)\(missing)")
                continue
            }
            rows.append("\(content == nil || !missing.isEmpty ? "onlyLeft" : "copyLeft") \(path)\(missing)")
        case (nil, let r?):
            if r == .folder && left.keys.contains(where: { $0.hasPrefix(path + "/") }) { continue }
            if r != .folder && left.keys.contains(where: { $0.hasPrefix(path + "/") }) {
                rows.append("typeChanged \(path)")
                continue
            }
            let isCopy = r.content.map(onLeft.contains) == true
            rows.append("\(isCopy ? "copyRight" : "onlyRight") \(path)")
        case (nil, nil): continue
        }
    }
    return rows
}

/// Folders that hold something stand for nothing.
private func withEmptyFolders(_ entries: [String: Planted]) -> [String: Planted] {
    entries.filter { path, entry in
        entry != .folder || !entries.keys.contains { $0.hasPrefix(path + "/") }
    }
}

private func bestMove(_ lefts: [String], _ rights: [String]) -> (from: String, to: String)? {
    func nearness(_ left: String, _ right: String) -> Int {
        let l = left.split(separator: "/").dropLast().map(String.init)
        let r = right.split(separator: "/").dropLast().map(String.init)
        let first = zip(l, r).prefix { $0 == $1 }.count
        let last = zip(l.dropFirst(first).reversed(), r.dropFirst(first).reversed()).prefix { $0 == $1 }.count
        return 2 * (first + last) - l.count - r.count
    }
    var best: (name: Bool, nearness: Int, from: String, to: String)?
    // Paths in order level by level: the slash before every other byte.
    let order = { (a: String, b: String) in
        a.split(separator: "/").lexicographicallyPrecedes(b.split(separator: "/"))
    }
    for from in lefts.sorted(by: order) {
        for to in rights.sorted(by: order) {
            let name = from.split(separator: "/").last == to.split(separator: "/").last
            let near = nearness(from, to)
            if let best, (best.name ? 1 : 0, best.nearness) >= (name ? 1 : 0, near) { continue }
            best = (name, near, from, to)
        }
    }
    return best.map { ($0.from, $0.to) }
}
