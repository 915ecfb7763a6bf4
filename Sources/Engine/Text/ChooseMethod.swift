import Normalise
import Records
import Resolve

/// How pairs are found and judged.
public enum MatchMethod: String, Codable, CaseIterable, Sendable {
    /// By keys over fields, each field compared on its own.
    case fields
    /// By nearest neighbours over all that a record says, and by what its words say.
    case text
}

extension OpenedSources {
    /// Share of the bytes of both sources that stands in running text, 0…1: the smaller of the two.
    ///
    /// Text is what has two and a half words a value and more, and is no number written out.
    var textShare: Double { min(share(leftProfiles, leftExcluded), share(rightProfiles, rightExcluded)) }

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
/// rules or weights asks for fields; one source is deduped by fields.
///
/// - Throws: `TieoutError` where text was asked for, and something that only fields can have.
func firstMethod(_ sources: OpenedSources, _ options: MatchOptions) throws -> MatchMethod {
    if let method = options.method {
        guard method == .fields || options.leavesMethodOpen else {
            throw TieoutError(
                "text has no fields, rules, prior or model of fields", at: options.left,
                remedy: "leave them out, or take --method fields")
        }
        return method
    }
    return options.leavesMethodOpen && sources.textShare >= 1.0 / 3 ? .text : .fields
}

extension MatchOptions {
    /// Nothing was said that only fields can have.
    var leavesMethodOpen: Bool {
        !isDedupe && fields == nil && rules == nil && modelPath == nil && saveModelPath == nil && prior == nil
    }

    /// The sources can be read a second time.
    var canReadAgain: Bool { left != "-" && right != "-" }
}

extension Resolution {
    /// Of what was linked by fields, so much is for review that fields do not tell these records apart: more than
    /// one link in ten, or everything.
    var isUndecided: Bool {
        let review = links.count { $0.band == .review }
        return links.isEmpty || review * 10 > links.count
    }
}
