/// The pages of a table with row numbers, filled from rows that are numbered 1, 2, 3, …
/// (https://www.sqlite.org/fileformat2.html#b_tree_pages, table pages).
///
/// ```
///   level 1           │ …3  …7  │                 the number of the last row of each page but the last
///                    ╱     │     ╲
///   level 0  │ 1 2 3 │ │ 4 5 6 7 │ │ 8 9 │        rows stand in leaves only
/// ```
public struct TablePages<Rows: SortedRows>: PageTree {
    @usableFromInline let rows: Rows
    /// For each page of level 0 its first row, counted from 0; at last the number of rows.
    @usableFromInline let firstRows: [Int]
    /// For each page of level 0 the bytes of its cells.
    @usableFromInline let leafSizes: [Int]
    /// For each level above, for each of its pages, its first child; at last the number of pages below.
    @usableFromInline let firstChildren: [[Int]]
    /// Pages of each level, the leaves first.
    public let pageCounts: [Int]

    /// Nil where a row is too long to stand in a page, or there are more than can be numbered here.
    ///
    /// - Parameter usable: bytes of a page that may be used.
    /// - Complexity: O(rows) time; two integers for each page.
    @inlinable
    public init?(_ rows: Rows, usable: Int) {
        guard rows.count < 1 << 28 else { return nil }
        var (starts, sizes) = ([0], [Int]())
        var used = 0
        for row in 0..<rows.count {
            let record = rows.size(row)
            // More would go to overflow pages.
            guard record <= usable - 35 else { return nil }
            let cell = varintSize(record) + varintSize(row + 1) + record
            // A cell, and the pointer to it.
            if 8 + used + cell + 2 * (row + 1 - starts[starts.count - 1]) > usable {
                sizes.append(used)
                starts.append(row)
                used = 0
            }
            used += cell
        }
        sizes.append(used)
        starts.append(rows.count)
        self.rows = rows
        firstRows = starts
        leafSizes = sizes
        firstChildren = Self.levels(above: sizes.count, usable: usable)
        pageCounts = [sizes.count] + firstChildren.map { $0.count - 1 }
    }

    /// - Parameter above: pages of the lowest level.
    @inlinable
    static func levels(above pages: Int, usable: Int) -> [[Int]] {
        // A pointer to the cell, the page below, its last number; and one page more than there are cells.
        let most = (usable - 12) / (2 + 4 + 4) + 1
        var levels: [[Int]] = []
        var below = pages
        while below > 1 {
            // Evenly, so that no page has one child alone.
            let count = (below + most - 1) / most
            levels.append((0...count).map { $0 * below / count })
            below = count
        }
        return levels
    }

    /// Fills a page.
    @inlinable
    public func fill(
        _ page: Int, ofLevel level: Int, in base: UnsafeMutablePointer<UInt8>, numbers: TreePageNumbers,
        file: PageFile
    ) {
        if level == 0 {
            fillLeaf(page, base, file)
        } else {
            fillInner(page, level, base, numbers, file)
        }
    }

    @inlinable
    func fillLeaf(_ page: Int, _ base: UnsafeMutablePointer<UInt8>, _ file: PageFile) {
        let content = file.usable - leafSizes[page]
        var pointer = base + 8
        var cell = base + content
        // Cells ascend to the end of the page: each covers what the one before wrote beyond its end.
        for row in firstRows[page]..<firstRows[page + 1] {
            storeBig16(cell - base, to: pointer)
            pointer += 2
            let record = rows.size(row)
            cell += writeVarint(record, to: cell)
            cell += writeVarint(row + 1, to: cell)
            rows.write(row, to: cell)
            cell += record
        }
        precondition(cell == base + file.usable && base + content >= pointer, "a page holds its cells")
        file.clear(base, gap: pointer, before: base + content)
        base[0] = 0x0D
        storePageHeader(firstRows[page + 1] - firstRows[page], content: content, to: base)
    }

    @inlinable
    func fillInner(
        _ page: Int, _ level: Int, _ base: UnsafeMutablePointer<UInt8>, _ numbers: TreePageNumbers,
        _ file: PageFile
    ) {
        let children = firstChildren[level - 1][page]..<firstChildren[level - 1][page + 1]
        let cells = children.dropLast()
        let content = file.usable - cells.reduce(0) { $0 + 4 + varintSize(lastNumber(level - 1, $1)) }
        var pointer = base + 12
        var cell = base + content
        for child in cells {
            storeBig16(cell - base, to: pointer)
            pointer += 2
            storeBig32(numbers.number(level: level - 1, page: child, in: file), to: cell)
            cell += 4
            cell += writeVarint(lastNumber(level - 1, child), to: cell)
        }
        precondition(cell == base + file.usable && base + content >= pointer, "a page holds its cells")
        file.clear(base, gap: pointer, before: base + content)
        base[0] = 0x05
        storePageHeader(cells.count, content: content, to: base)
        storeBig32(
            numbers.number(level: level - 1, page: children.upperBound - 1, in: file), to: base + 8)
    }

    /// The number of the last row below a page.
    @inlinable
    func lastNumber(_ level: Int, _ page: Int) -> Int {
        var page = page
        for level in stride(from: level, to: 0, by: -1) { page = firstChildren[level - 1][page + 1] - 1 }
        return firstRows[page + 1]
    }
}
