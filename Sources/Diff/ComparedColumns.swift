/// Which columns of the two sources belong together, by their indices.
public struct ComparedColumns: Sendable, Equatable {
    /// A column of each source.
    public struct Pair: Sendable, Equatable {
        /// Index in the left source.
        public var left: Int
        /// Index in the right source.
        public var right: Int

        /// Takes both.
        public init(left: Int, right: Int) {
            self.left = left
            self.right = right
        }
    }

    /// The columns of the key, in order; empty where whole rows are compared.
    public var keys: [Pair]
    /// The other columns whose cells are compared, in order.
    public var cells: [Pair]

    /// Takes both lists.
    public init(keys: [Pair], cells: [Pair]) {
        self.keys = keys
        self.cells = cells
    }

    /// Rows are compared as wholes.
    public var isKeyless: Bool { keys.isEmpty }

    /// The columns of one side that name a record: its key, or the whole row.
    func naming(_ side: DiffSide) -> [Int] {
        (isKeyless ? cells : keys).map { side == .left ? $0.left : $0.right }
    }

    /// The columns of one side whose cells are compared under a key.
    func compared(_ side: DiffSide) -> [Int] {
        isKeyless ? [] : cells.map { side == .left ? $0.left : $0.right }
    }
}

/// Which of the two sources.
public enum DiffSide: Sendable {
    /// What was there before.
    case left
    /// What is there now.
    case right
}
