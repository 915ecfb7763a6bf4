/// Where the ids of a source's records come from.
public enum IDChoice: Equatable, Sendable {
    /// A column, by place, and why.
    case column(Int, reason: String)
    /// The number of the record, counted from 1 over data records, and why.
    case recordNumber(reason: String)
}

/// Chooses the ids: the first column, if its values are unique and it is named like an id or holds only
/// integers or only UUIDs; else the record number.
///
/// - Parameter sampleIsWhole: the profiles saw every record. Where not, the caller checks uniqueness
///   once all is read.
public func chooseID(_ profiles: [ColumnProfile], sampleIsWhole: Bool) -> IDChoice {
    guard let first = profiles.first, first.records > 0 else {
        return .recordNumber(reason: "there are no records")
    }
    if first.nulls > 0 {
        return .recordNumber(reason: "the first column, \(first.name), is empty in some records")
    }
    guard first.isUnique else {
        return .recordNumber(reason: "values of the first column, \(first.name), repeat")
    }
    let extent = sampleIsWhole ? "is unique" : "is unique in the sample"
    if ColumnName(first.name).hints.contains(.identifier) {
        return .column(first.index, reason: "the first column \(extent) and is named like an id")
    }
    if first.isInteger {
        return .column(first.index, reason: "the first column \(extent) and holds only integers")
    }
    if first.isUUID {
        return .column(first.index, reason: "the first column \(extent) and holds only UUIDs")
    }
    return .recordNumber(
        reason: "the first column, \(first.name), is neither named like an id nor of integers or UUIDs")
}
