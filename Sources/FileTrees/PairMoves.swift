import FileRecords

/// Places on both sides that hold one content under different paths, to be paired: a file with the same
/// name first, then the one whose folders are most alike, then the one whose path stands first.
///
/// With `l` and `r` places the nearest are found in O(l · r · depth) as long as l · r is at most
/// `pairsToWeigh`; beyond, places are paired name by name in the order of paths, in O((l + r) log).
struct MovePairing {
    /// Most pairs of places of one content that are weighed against each other.
    static let pairsToWeigh = 4096

    let left: TreeContents
    let right: TreeContents

    /// Pairs of positions in the two lists, which stand in the order of paths.
    ///
    /// - Returns: min(l, r) pairs, and whether nearness was weighed.
    func pairs(_ leftFiles: [Int], _ rightFiles: [Int]) -> (pairs: [(Int, Int)], isWeighed: Bool) {
        if leftFiles.count == 1 && rightFiles.count == 1 { return ([(0, 0)], true) }
        guard leftFiles.count <= MovePairing.pairsToWeigh / rightFiles.count else {
            return (pairsByName(leftFiles, rightFiles), false)
        }
        return (nearestPairs(leftFiles, rightFiles), true)
    }

    private struct Choice {
        var sameName: Bool
        var nearness: Int
        var left: Int
        var right: Int
    }

    private func nearestPairs(_ leftFiles: [Int], _ rightFiles: [Int]) -> [(Int, Int)] {
        let leftFolders = leftFiles.map { folders(left, $0) }
        let rightFolders = rightFiles.map { folders(right, $0) }
        var choices: [Choice] = []
        choices.reserveCapacity(leftFiles.count * rightFiles.count)
        for (l, leftFile) in leftFiles.enumerated() {
            for (r, rightFile) in rightFiles.enumerated() {
                choices.append(
                    Choice(
                        sameName: left.table.name(ofFile: leftFile) == right.table.name(ofFile: rightFile),
                        nearness: nearness(leftFolders[l], rightFolders[r]), left: l, right: r))
            }
        }
        choices.sort {
            if $0.sameName != $1.sameName { return $0.sameName }
            return ($1.nearness, $0.left, $0.right) < ($0.nearness, $1.left, $1.right)
        }
        return taken(choices, leftFiles.count, rightFiles.count)
    }

    private func taken(_ choices: [Choice], _ lefts: Int, _ rights: Int) -> [(Int, Int)] {
        var leftIsTaken = [Bool](repeating: false, count: lefts)
        var rightIsTaken = [Bool](repeating: false, count: rights)
        var pairs: [(Int, Int)] = []
        for choice in choices where !leftIsTaken[choice.left] && !rightIsTaken[choice.right] {
            leftIsTaken[choice.left] = true
            rightIsTaken[choice.right] = true
            pairs.append((choice.left, choice.right))
        }
        return pairs
    }

    /// Names of the folders between the root of a side and a file.
    private func folders(_ side: TreeContents, _ file: Int) -> [ArraySlice<UInt8>] {
        var names: [ArraySlice<UInt8>] = []
        var directory = side.table.files[file].directory
        while directory != side.root {
            names.append(side.table.name(ofDirectory: directory))
            directory = side.table.directories[Int(directory)].parent
        }
        return names.reversed()
    }

    /// Folders that two paths share at their beginning and at their end, less those in between.
    private func nearness(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> Int {
        let shorter = min(left.count, right.count)
        var first = 0
        while first < shorter && left[first] == right[first] { first += 1 }
        var last = 0
        while last < shorter - first && left[left.count - 1 - last] == right[right.count - 1 - last] {
            last += 1
        }
        return 2 * (first + last) - left.count - right.count
    }

    private func pairsByName(_ leftFiles: [Int], _ rightFiles: [Int]) -> [(Int, Int)] {
        let lefts = inNameOrder(left, leftFiles)
        let rights = inNameOrder(right, rightFiles)
        var pairs: [(Int, Int)] = []
        var (l, r) = (0, 0)
        var (leftRest, rightRest): ([Int], [Int]) = ([], [])
        while l < lefts.count && r < rights.count {
            let leftName = left.table.name(ofFile: leftFiles[lefts[l]])
            let rightName = right.table.name(ofFile: rightFiles[rights[r]])
            if precedes(leftName, rightName) {
                leftRest.append(lefts[l])
                l += 1
            } else if precedes(rightName, leftName) {
                rightRest.append(rights[r])
                r += 1
            } else {
                pairs.append((lefts[l], rights[r]))
                l += 1
                r += 1
            }
        }
        leftRest += lefts[l...]
        rightRest += rights[r...]
        return pairs + zip(leftRest.sorted(), rightRest.sorted())
    }

    private func inNameOrder(_ side: TreeContents, _ files: [Int]) -> [Int] {
        files.indices.sorted {
            let (a, b) = (side.table.name(ofFile: files[$0]), side.table.name(ofFile: files[$1]))
            return precedes(a, b) || a == b && $0 < $1
        }
    }
}
