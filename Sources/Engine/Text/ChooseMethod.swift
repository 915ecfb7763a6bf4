import Normalise
import Records
import Resolve

/// How pairs are found and judged.
public enum MatchMethod: String, Codable, CaseIterable, Sendable {
    /// By keys over fields, each field compared on its own.
    case fields
    /// By nearest neighbours over all that a record says, and by what its words say.
    case text

    var other: MatchMethod { self == .fields ? .text : .fields }
}

extension OpenedSources {
    /// Share of the bytes of both sources that stands in running text, 0…1: the smaller of the two.
    ///
    /// Text is what has two and a half words a value and more, and is no number written out.
    var textShare: Double {
        let left = share(leftProfiles, leftExcluded)
        return right == nil ? left : min(left, share(rightProfiles, rightExcluded))
    }

    /// So much of what both sources say is running text that it tells more than fields.
    var isMostlyText: Bool { textShare >= 1.0 / 3 }

    /// So much of it is that it may tell more, where fields have failed.
    fileprivate var isPartlyText: Bool { textShare >= 0.25 }

    private func share(_ profiles: [ColumnProfile], _ excluded: Set<Int>) -> Double {
        var (all, text) = (0.0, 0.0)
        for profile in profiles where !excluded.contains(profile.index) {
            let bytes = profile.meanLength * Double(profile.filled)
            all += bytes
            if profile.kind.isWords && profile.meanWords >= 2.5 { text += bytes }
        }
        return all > 0 ? text / all : 0
    }
}

/// The method to begin with.
///
/// Records that are mostly running text have too few fields to tell them apart. Whatever was said of fields,
/// rules or weights asks for fields. Within one source text tells less than fields do, for nothing can be learnt from
/// rivals: it is taken first only where a single field would have nothing to be weighed against.
///
/// - Throws: `TieoutError` where text was asked for, and something that only fields can have.
func firstMethod(_ sources: OpenedSources, _ options: MatchOptions) throws -> MatchMethod {
    if let method = options.method {
        guard method == .fields || options.leavesMethodOpen else {
            throw TieoutError(
                "text has no fields, rules, prior or model of fields to be given or saved", at: options.left,
                remedy: "leave them out, or take --method fields")
        }
        return method
    }
    guard options.leavesMethodOpen && sources.isMostlyText else { return .fields }
    return options.isDedupe && sources.fields.count > 1 ? .fields : .text
}

extension MatchOptions {
    /// Nothing was said that only fields can have.
    var leavesMethodOpen: Bool {
        fields == nil && rules == nil && modelPath == nil && saveModelPath == nil && prior == nil
    }

    /// The sources can be read a second time.
    var canReadAgain: Bool { left != "-" && right != "-" }
}

extension OpenedSources {
    /// Whether what a method found, which nobody had asked for, leaves so much in doubt that the other is tried as well.
    ///
    /// By fields that is where too much stays undecided. By text it is where, of records that have fields, more than one
    /// match in ten is expected to be wrong: names with a street are as many words as a title, and tell less.
    func areDoubtful(_ method: MatchMethod, _ resolution: Resolution, _ quality: EstimatedQuality?) -> Bool {
        switch method {
        case .fields: areUndecided(by: resolution)
        case .text: fields.count > 1 && (quality?.precision.estimate ?? 0) < 0.9
        }
    }

    /// Whether what was found by fields leaves so much open that text is to be tried.
    ///
    /// Between two sources that is more than one link in ten for review, or no link at all. Within one, where a link for
    /// review may stand between records that others have brought together, it is more than one record in twenty
    /// with nothing but links for review, in records of which a quarter is text, or which have one field.
    private func areUndecided(by resolution: Resolution) -> Bool {
        let links = resolution.links
        guard right == nil else {
            let review = links.count { $0.band == .review }
            return links.isEmpty || review * 10 > links.count
        }
        guard isPartlyText || fields.count == 1 else { return false }
        var (matched, open) = (Set<RecordIndex>(), Set<RecordIndex>())
        for link in links {
            for record in [link.edge.left, link.edge.right] {
                if link.band == .review { open.insert(record) } else { matched.insert(record) }
            }
        }
        open.subtract(matched)
        return links.isEmpty || open.count * 20 > open.count + matched.count
    }
}
