/// Names for columns, trimmed, each once: an unnamed column is `cN`, a repeated name gets `_2`.
struct ColumnNames {
    private(set) var names: [String] = []
    /// What was changed, a sentence each.
    private(set) var warnings: [String] = []
    private var taken: Set<String> = []

    /// Adds a column by the name it has in the source.
    mutating func add(_ given: String) {
        let trimmed = String(given.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        let wanted = trimmed.isEmpty ? "c\(names.count + 1)" : trimmed
        var unique = wanted
        var number = 2
        while taken.contains(unique) {
            unique = "\(wanted)_\(number)"
            number += 1
        }
        if unique != wanted {
            warnings.append("column \(names.count + 1) is called '\(unique)': '\(wanted)' occurs before it")
        }
        taken.insert(unique)
        names.append(unique)
    }

    private func isBlank(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { (9...13).contains($0.value) || $0.value == 32 }
    }
}
