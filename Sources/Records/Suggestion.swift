/// What to write instead of a name that nothing has: the nearest that is known, or all of them.
public func suggestion(for name: String, among known: [String]) -> String {
    let near = known.min { editDistance(name, $0) < editDistance(name, $1) }
    if let near, editDistance(name, near) <= max(2, name.count / 2) { return "did you mean '\(near)'?" }
    return "known: " + known.prefix(50).joined(separator: ", ")
}

/// Levenshtein's distance without regard to case, for suggestions only.
private func editDistance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
            let above = row[j + 1]
            row[j + 1] = x == y ? diagonal : 1 + min(diagonal, above, row[j])
            diagonal = above
        }
    }
    return row[b.count]
}
