/// How much a search may look at: some look-ups for each file and directory. What is beyond is not
/// searched, and counted.
struct SearchBudget {
    private var left: Int

    init(_ tree: DirectoryTree) { left = (1 << 20) + 100 * (tree.files.count + tree.place.count) }

    var isSpent: Bool { left <= 0 }

    @inline(__always)
    mutating func spend(_ lookUps: Int) { left -= lookUps }
}
