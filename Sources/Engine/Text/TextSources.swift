import Normalise
import Records

extension OpenedSources {
    /// The same sources with one field: all that the columns of a record say, the id and what was excluded aside.
    /// Values that stand in the wrong column, or in one that the other source lacks, are there as well.
    func asText() -> OpenedSources {
        var text = self
        let rightColumns = right?.columns ?? left.columns
        let pair = ColumnPair(
            name: "all text", kind: .text, left: Self.recipe(left.columns, leftExcluded),
            right: Self.recipe(rightColumns, right == nil ? leftExcluded : rightExcluded),
            evidence: "every column")
        text.fields = [pair]
        text.unused = []
        return text
    }

    private static func recipe(_ columns: [String], _ excluded: Set<Int>) -> FieldRecipe {
        FieldRecipe(
            name: "all text", kind: .text,
            source: .joined(columns.indices.filter { !excluded.contains($0) }))
    }
}
