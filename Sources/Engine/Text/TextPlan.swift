import Linkage
import Records
import ResultStore

/// What a run on texts has learnt, as its result keeps it.
struct TextPlan: Codable, Sendable {
    /// The model, as it was learnt from the data.
    var model: DecoyModel
    /// Neighbours of each record that became candidates, by each way.
    var neighbours: Int
    /// How far what the model says is believed; nil within one source.
    var chance: ChanceFinds?

    /// The candidates of the run, looked for again.
    func candidates(_ tables: TablePair, monitor: RunMonitor) throws -> TextCandidates {
        var search = NeighbourSearch()
        search.count = neighbours
        return try TextCandidates(
            SearchedTexts(tables), search: search, threads: coreCount(), monitor: monitor)
    }

    /// What the model weighs, for people: bits for each unit of a feature.
    var summary: [RunSummary.Feature] {
        model.features.indices.map { place in
            RunSummary.Feature(
                name: model.features[place],
                weight: model.coefficients[place] / model.spread[place] * bitsPerNat)
        }
    }

    /// The same as rows of the view `comparisons`: a level each, without m and u.
    func records(_ sources: OpenedSources) -> [LevelRecord] {
        let rightColumns = sources.right?.columns ?? sources.left.columns
        return summary.map { feature in
            LevelRecord(
                comparison: feature.name, level: 1, description: "for each unit", m: nil, u: nil,
                weight: feature.weight, comparator: feature.name, kind: "text",
                leftColumn: columnText(sources.fields[0].left.source, sources.left.columns),
                rightColumn: columnText(sources.fields[0].right.source, rightColumns))
        }
    }
}
