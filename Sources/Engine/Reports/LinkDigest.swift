import Records
import ResultStore

/// What a page says of the links of a result, gathered in one pass.
struct LinkDigest {
    /// Links by whole bits of weight, and of each how many are matches and how many are for review.
    private(set) var bins: [Int: (match: Int, review: Int)] = [:]
    /// Links of each rule that found them first.
    private(set) var byRule: [Int: (match: Int, review: Int)] = [:]
    /// The heaviest matches, the lightest links, and those nearest to the threshold on either side.
    private(set) var strongest = Picked(most: 3)
    private(set) var weakest = Picked(most: 3)
    private(set) var nearestAbove = Picked(most: 3)
    private(set) var nearestBelow = Picked(most: 3)
    /// Some of each band, all over it.
    private(set) var matches: [StoredLink] = []
    private(set) var reviews: [StoredLink] = []

    /// Beyond these weights everything is one bin: hand-made weights go far.
    static let binRange = -20...60
    /// Examples of a band.
    private static let examples = 8

    /// - Parameter threshold: match weight from which a pair is a match.
    /// - Complexity: O(links).
    init(_ reader: ResultReader, threshold: Double) throws {
        let counts = try reader.counts()
        var (matchesSeen, reviewsSeen) = (0, 0)
        try reader.forEachLink { row in
            let isMatch = row.band == .match
            // What a person decided and no rule brought has no end of weight.
            let (least, most) = (LinkDigest.binRange.lowerBound, LinkDigest.binRange.upperBound)
            let bin = Int(min(max(row.weight, Double(least)), Double(most)).rounded(.down))
            count(isMatch, in: &bins[bin, default: (0, 0)])
            count(isMatch, in: &byRule[row.rule, default: (0, 0)])
            if isMatch {
                strongest.offer(row, by: -row.weight)
                nearestAbove.offer(row, by: abs(row.weight - threshold))
                // At even steps through the ids, which have nothing to do with the weights.
                if matchesSeen * LinkDigest.examples / counts.matches >= matches.count {
                    matches.append(StoredLink(row))
                }
                matchesSeen += 1
            } else {
                nearestBelow.offer(row, by: abs(row.weight - threshold))
                if reviewsSeen * LinkDigest.examples / counts.inReview >= reviews.count {
                    reviews.append(StoredLink(row))
                }
                reviewsSeen += 1
            }
            weakest.offer(row, by: row.weight)
        }
    }

    private func count(_ isMatch: Bool, in sum: inout (match: Int, review: Int)) {
        if isMatch { sum.match += 1 } else { sum.review += 1 }
    }

    /// The few links that come first by some measure; of equals, those that came first.
    struct Picked {
        let most: Int
        private var places: [Double] = []
        private(set) var links: [StoredLink] = []

        init(most: Int) { self.most = most }

        mutating func offer(_ row: LinkRow, by place: Double) {
            if links.count == most, let last = places.last, place >= last { return }
            let at = places.firstIndex { $0 > place } ?? places.count
            places.insert(place, at: at)
            links.insert(StoredLink(row), at: at)
            if links.count > most {
                places.removeLast()
                links.removeLast()
            }
        }
    }
}
