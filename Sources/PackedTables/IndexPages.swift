/// The pages of an index, or of a table without row numbers, filled from sorted rows.
public struct IndexPages<Rows: SortedRows>: PageTree {
    @usableFromInline let rows: Rows
    @usableFromInline let layout: IndexLayout

    /// Nil where a row is too long to stand in a page.
    ///
    /// - Parameter usable: bytes of a page that may be used.
    @inlinable
    public init?(_ rows: Rows, usable: Int) {
        guard let layout = IndexLayout(rows, usable: usable) else { return nil }
        self.rows = rows
        self.layout = layout
    }

    /// Pages of each level, the leaves first.
    @inlinable
    public var pageCounts: [Int] { layout.levels.map(\.count) }

    /// Fills a page.
    @inlinable
    public func fill(
        _ page: Int, ofLevel level: Int, in base: UnsafeMutablePointer<UInt8>, numbers: TreePageNumbers,
        file: PageFile
    ) {
        let items = layout.items(level, page)
        let isLeaf = level == 0
        if isLeaf { rows.touch(items) }
        var pointer = base + (isLeaf ? 8 : 12)
        // Cells ascend to the end of the page: each covers what the one before wrote beyond its end.
        let content = file.usable - layout.contentSizes[level][page]
        var cell = base + content
        for item in items {
            storeBig16(cell - base, to: pointer)
            pointer += 2
            if !isLeaf {
                storeBig32(numbers.number(level: level - 1, page: item, in: file), to: cell)
                cell += 4
            }
            let row = layout.row(level, item)
            let record = rows.size(row)
            cell += writeVarint(record, to: cell)
            rows.write(row, to: cell)
            cell += record
        }
        precondition(cell == base + file.usable && base + content >= pointer, "a page holds its cells")
        file.clear(base, gap: pointer, before: base + content)
        base[0] = isLeaf ? 0x0A : 0x02
        storePageHeader(items.count, content: content, to: base)
        if !isLeaf {
            storeBig32(numbers.number(level: level - 1, page: items.upperBound, in: file), to: base + 8)
        }
    }
}

/// What follows the kind of a page: no free blocks, the cells, where they begin.
@inlinable @inline(__always)
func storePageHeader(_ cells: Int, content: Int, to base: UnsafeMutablePointer<UInt8>) {
    storeBig16(0, to: base + 1)
    storeBig16(cells, to: base + 3)
    storeBig16(content & 0xFFFF, to: base + 5)
    base[7] = 0
}
