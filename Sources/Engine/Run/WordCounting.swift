import Blocking
import Records
import Scoring

/// Counts how many values hold each word, or each run of three characters, both sources together, for the
/// fields of comparisons that weigh them by how rare they are, and notes it in the tables. What was counted
/// before stays.
///
/// - Complexity: O(bytes of all records) a field, once for each thread.
func countWords(_ tables: TablePair, for comparisons: [Comparison], threads: Int) throws {
    let words = WordStatistics(tables, threads: threads)
    for comparison in comparisons {
        let field = comparison.field
        for parts in comparison.weighedParts where tables.left.rarities(field, of: parts) == nil {
            let rarities = try words.rarities(field, of: parts)
            tables.left.setRarities(field, of: parts, rarities)
            tables.right.setRarities(field, of: parts, rarities)
        }
    }
}
