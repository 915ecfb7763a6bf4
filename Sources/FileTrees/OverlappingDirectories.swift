import FileRecords
import Records

/// Finds, for directories that are neither equal to another nor contained in one, the one with which they
/// have most in common.
///
/// Every content below a directory votes with its bytes for all directories above its other places. The
/// votes of contents with more than `placesToVote` places are left out; so a directory costs at most so
/// many look-ups as it has files times that. The winner is then counted exactly, with all contents.
struct OverlappingDirectories {
    /// Most places that a content may have to vote.
    static let placesToVote = 32

    private let tree: DirectoryTree
    private let isInCopy: [Bool]
    private var budget: SearchBudget
    /// For each directory the others that it was found to have something in common with: what lies below
    /// both is known by that.
    private var known: [UInt32: [UInt32]] = [:]
    private var votes: [Int64]
    private var isTouched: [Bool]
    private(set) var pairs: [(UInt32, UInt32)] = []
    private(set) var notSearched = 0
    private(set) var tooCommon = 0

    /// - Parameter pairs: what was found before.
    init(_ tree: DirectoryTree, _ isInCopy: [Bool], knowing pairs: [(UInt32, UInt32)]) {
        self.tree = tree
        self.isInCopy = isInCopy
        budget = SearchBudget(tree)
        votes = [Int64](repeating: 0, count: tree.place.count)
        isTouched = [Bool](repeating: false, count: tree.place.count)
        for (one, other) in pairs { remember(one, other) }
    }

    private mutating func remember(_ one: UInt32, _ other: UInt32) {
        known[one, default: []].append(other)
        known[other, default: []].append(one)
    }

    /// Goes down from the roots.
    ///
    /// - Parameter measured: counts a pair and says whether it is worth reporting.
    mutating func search(_ measured: (UInt32, UInt32) -> Bool) {
        tooCommon = (0..<UInt32(tree.numbers.count)).reduce(0) {
            $0 + (tree.occurrenceCount($1) > OverlappingDirectories.placesToVote ? 1 : 0)
        }
        let shareable = bytesThatMayBeShared()
        for directory in 0..<UInt32(tree.place.count) {
            // Less than a third of it stands anywhere else: too little for any pair.
            guard tree.fileCount[Int(directory)] > 1, !isInCopy[Int(directory)],
                // Where all lies in one directory below, that one speaks for it.
                tree.soleChild(directory) == nil,
                shareable[Int(directory)] >= tree.bytes[Int(directory)] / 3
            else { continue }
            guard !budget.isSpent else {
                notSearched += 1
                continue
            }
            guard let partner = mostVoted(directory), measured(directory, partner) else { continue }
            pairs.append((directory, partner))
            remember(directory, partner)
        }
    }

    private func bytesThatMayBeShared() -> [Int64] {
        var shareable = [Int64](repeating: 0, count: tree.place.count)
        for file in tree.files.indices where tree.occurrenceCount(tree.content(file)) > 1 {
            shareable[Int(tree.directory(file))] += tree.table.files[Int(tree.files[file])].facts.size
        }
        for directory in (0..<UInt32(shareable.count)).reversed() {
            if let parent = tree.parent(directory) { shareable[Int(parent)] += shareable[Int(directory)] }
        }
        return shareable
    }

    private mutating func mostVoted(_ directory: UInt32) -> UInt32? {
        let settled = DirectoryIntervals(tree, settledPartners(of: directory))
        var touched: [UInt32] = []
        for content in tree.contents(below: directory) {
            budget.spend(1)
            let places = tree.occurrences(of: content)
            guard places.count > 1, places.count <= OverlappingDirectories.placesToVote else { continue }
            budget.spend(places.count)
            for file in places {
                let place = tree.directory(Int(file))
                let isApart = !tree.isBelow(place, directory) && !tree.isBelow(directory, place)
                if !isApart || settled.contains(place) { continue }
                touch(place, directory, &touched)
                votes[Int(place)] += tree.table.files[Int(tree.files[Int(file)])].facts.size
            }
        }
        // Children stand behind their parents, so each has all its votes before it hands them up.
        touched.sort(by: >)
        for place in touched {
            if let parent = tree.parent(place), !tree.isBelow(directory, parent) {
                votes[Int(parent)] += votes[Int(place)]
            }
        }
        var best: UInt32?
        for place in touched where !isInCopy[Int(place)] {
            if best.map({ isNearer(place, $0, directory) }) ?? true { best = place }
        }
        for place in touched {
            votes[Int(place)] = 0
            isTouched[Int(place)] = false
        }
        return best
    }

    /// Notes a directory and all above it that do not hold `directory` as well.
    private mutating func touch(_ place: UInt32, _ directory: UInt32, _ touched: inout [UInt32]) {
        var next = place
        while !isTouched[Int(next)] {
            budget.spend(1)
            isTouched[Int(next)] = true
            touched.append(next)
            guard let parent = tree.parent(next), !tree.isBelow(directory, parent) else { return }
            next = parent
        }
    }

    private mutating func settledPartners(of directory: UInt32) -> [UInt32] {
        var partners = known[directory] ?? []
        var above = directory
        while let parent = tree.parent(above) {
            partners += known[parent] ?? []
            above = parent
        }
        budget.spend(partners.count)
        return partners
    }

    /// Whether one directory has more in common with `directory` than another, by the votes; of equals the
    /// lower one is nearer, then the first.
    private func isNearer(_ one: UInt32, _ other: UInt32, _ directory: UInt32) -> Bool {
        let (a, b) = (similarity(one, directory), similarity(other, directory))
        if a != b { return a > b }
        if tree.isBelow(one, other) != tree.isBelow(other, one) { return tree.isBelow(one, other) }
        return tree.place[Int(one)] < tree.place[Int(other)]
    }

    /// Shared bytes by all bytes of both, as far as the votes tell.
    private func similarity(_ one: UInt32, _ directory: UInt32) -> Double {
        let (a, b) = (tree.bytes[Int(one)], tree.bytes[Int(directory)])
        let shared = min(votes[Int(one)], a, b)
        return Double(shared) / Double(a + b - shared)
    }
}

/// Directories as intervals of places.
private struct DirectoryIntervals {
    private let tree: DirectoryTree
    /// The outermost ones, by place.
    private var roots: [UInt32] = []

    init(_ tree: DirectoryTree, _ directories: [UInt32]) {
        self.tree = tree
        for directory in directories.sorted(by: { tree.place[Int($0)] < tree.place[Int($1)] }) {
            if let last = roots.last, tree.isBelow(directory, last) { continue }
            roots.append(directory)
        }
    }

    /// Whether a directory lies in one of them.
    func contains(_ directory: UInt32) -> Bool {
        let place = tree.place[Int(directory)]
        let next = lowerBound(0..<roots.count) { tree.place[Int(roots[$0])] <= place }
        return next > 0 && tree.isBelow(directory, roots[next - 1])
    }
}
