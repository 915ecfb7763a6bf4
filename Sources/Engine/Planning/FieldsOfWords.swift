import Normalise
import Records

extension OpenedSources {
    /// Fields between two sources whose values are several words, by their place: there one source may leave out
    /// words that the other has ("the palm", "the palm los angeles"), and a level of containment says so.
    ///
    /// Not within one source: what is left out there tells things apart that belong together, a hotel and its café.
    var fieldsOfWords: Set<Int> {
        guard right != nil else { return [] }
        return Set(
            fields.indices.filter {
                max(words(fields[$0].left, leftProfiles), words(fields[$0].right, rightProfiles)) > 1.3
            })
    }

    /// Mean number of words in a field's values.
    private func words(_ recipe: FieldRecipe, _ profiles: [ColumnProfile]) -> Double {
        let columns: [Int] =
            switch recipe.source {
            case .column(let column): [column]
            case .joined(let columns): columns
            case .signed(let amount, _): [amount]
            }
        return profiles.reduce(0) { $0 + (columns.contains($1.index) ? $1.meanWords : 0) }
    }
}
