import Linkage
import Neighbours

extension TextCandidates {
    /// How alike a pair is on its own: what rivals are measured by.
    func likeness(_ pair: Int) -> Double { (Double(cosines[pair]) + words[pair].cosine) / 2 }

    /// How alike each record is to the nearest of its candidates; of a record without any, 0.
    var nearest: [Double] {
        precondition(isDedupe)
        var nearest = [Double](repeating: 0, count: leftCount)
        for pair in 0..<count {
            let likeness = likeness(pair)
            nearest[Int(left[pair])] = max(nearest[Int(left[pair])], likeness)
            nearest[Int(right[pair])] = max(nearest[Int(right[pair])], likeness)
        }
        return nearest
    }

    /// The likeness of each of some pairs less that of the best rival of either of its records: what speaks for a
    /// pair is not that it is alike, but that nothing else is.
    ///
    /// - Parameter among: the pairs there are, by number, ascending.
    /// - Returns: of every candidate, those not among them 0.
    /// - Complexity: O(candidates).
    func margins(among: [Int]) -> [Double] {
        var lefts = BestTwo(count: leftCount)
        var rights = BestTwo(count: rightCount)
        for pair in among {
            lefts.add(likeness(pair), of: Int(left[pair]))
            rights.add(likeness(pair), of: Int(right[pair]))
        }
        var margins = [Double](repeating: 0, count: count)
        for pair in among {
            let likeness = likeness(pair)
            margins[pair] = min(
                likeness - lefts.rival(of: likeness, of: Int(left[pair])),
                likeness - rights.rival(of: likeness, of: Int(right[pair])))
        }
        return margins
    }

    /// The two highest likenesses of each record.
    private struct BestTwo {
        private var first: [Double]
        private var second: [Double]

        init(count: Int) {
            first = [Double](repeating: 0, count: count)
            second = first
        }

        mutating func add(_ likeness: Double, of record: Int) {
            if likeness > first[record] {
                second[record] = first[record]
                first[record] = likeness
            } else if likeness > second[record] {
                second[record] = likeness
            }
        }

        /// The highest of the others; 0 where there is no other.
        func rival(of likeness: Double, of record: Int) -> Double {
            likeness >= first[record] ? second[record] : first[record]
        }
    }

    /// Lends what the model weighs of each of some pairs, in the order of `textModel`; the room is used again.
    func forEachFeatures(
        of pairs: [Int], margins: [Double], _ body: (_ pair: Int, UnsafeBufferPointer<Double>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: textModel.features.count) { room in
            for pair in pairs {
                let words = words[pair]
                room[0] = Double(cosines[pair])
                room[1] = words.cosine
                room[2] = margins[pair]
                room[3] = words.hasNumberConflict ? 1 : 0
                room[4] = words.hasNumberExtra ? 1 : 0
                room[5] = words.sharesFirst ? 1 : 0
                room[6] = words.rarestShared
                room[7] = words.overlap
                room[8] = words.containment
                body(pair, UnsafeBufferPointer(room))
            }
        }
    }
}

/// The model of texts before it has seen any. Its coefficients were learnt on one half of the public sets with
/// truth (`scripts/score-sets`, half A), each set weighing the same; which features there are was decided with both
/// halves in sight.
let textModel = DecoyModel(
    features: [
        "3-gram cosine", "soft TF-IDF of words", "margin over rivals", "numbers conflict",
        "numbers on one side",
        "same first word", "rarest shared word", "shared of all words", "shared of the shorter",
    ],
    coefficients: [4.12, -0.11, 8.10, -0.09, -0.68, 1.01, 2.26, -4.74, 4.41], constant: -6.69,
    spread: [0.15, 0.185, 0.274, 0.414, 0.323, 0.334, 0.272, 0.136, 0.214])
