import Blocking
import Records
import Scoring

/// Counts how many values hold each word, both sources together, for the fields of comparisons that weigh
/// words by how rare they are, and notes it in the tables. What was counted before stays.
///
/// - Complexity: O(words of all records) a field, once for each thread.
func countWords(_ tables: TablePair, for comparisons: [Comparison], threads: Int) throws {
    let words = WordStatistics(tables, threads: threads)
    for comparison in comparisons
    where comparison.weighsWords && tables.left.wordRarities(comparison.field) == nil {
        let rarities = try words.rarities(comparison.field)
        tables.left.setWordRarities(comparison.field, rarities)
        tables.right.setWordRarities(comparison.field, rarities)
    }
}
