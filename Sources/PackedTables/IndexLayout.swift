/// Which rows share a page in a b-tree packed full from sorted rows
/// (https://www.sqlite.org/fileformat2.html#b_tree_pages, index pages).
///
/// ```
///   level 1                │ row 3   row 7 │             a row between two pages stands above them,
///                         ╱       │         ╲           and only there
///   level 0  │ rows 0 1 2 │  │ rows 4 5 6 │  │ rows 8 9 │
/// ```
/// The items of level 0 are the rows; item i of level l + 1 is the row between pages i and i + 1 of
/// level l. The highest level has one page, the root.
@usableFromInline
struct IndexLayout: Sendable {
    /// For each level, lowest first, the first item of each of its pages.
    @usableFromInline var levels: [[Int]] = []
    /// For each level, the bytes of the cells of each of its pages.
    @usableFromInline var contentSizes: [[Int]] = []
    /// Items of each level.
    @usableFromInline var itemCounts: [Int] = []
    /// Largest record that an index page holds without overflow pages: four of them fit in a page.
    @inlinable
    static func largestRecord(usable: Int) -> Int { (usable - 12) * 64 / 255 - 23 }

    /// Nil where a record is too long to stand in a page.
    ///
    /// - Parameter usable: bytes of a page that may be used.
    /// - Complexity: O(rows) time; an integer for each page.
    @inlinable
    init?(_ rows: some SortedRows, usable: Int) {
        let largest = IndexLayout.largestRecord(usable: usable)
        guard appendLevel(items: rows.count, room: usable - 8, extra: 0, largest: largest, size: rows.size)
        else {
            return nil
        }
        while pages(levels.count - 1) > 1 {
            // The items of the next level are known from those below.
            let below = self
            let level = levels.count
            _ = appendLevel(
                items: pages(level - 1) - 1, room: usable - 12, extra: 4, largest: largest,
                size: { rows.size(below.row(level, $0)) })
        }
    }

    /// Pages of a level, at least 1.
    @inlinable
    func pages(_ level: Int) -> Int { levels[level].count }

    /// The items in a page.
    @inlinable
    func items(_ level: Int, _ page: Int) -> Range<Int> {
        let starts = levels[level]
        // The item before a page's first stands in the level above.
        return starts[page]..<(page + 1 < starts.count ? starts[page + 1] - 1 : itemCounts[level])
    }

    /// The row that an item is.
    @inlinable
    func row(_ level: Int, _ item: Int) -> Int {
        level == 0 ? item : row(level - 1, levels[level - 1][item + 1] - 1)
    }

    /// Fills page after page; false where a record exceeds `largest`.
    @inlinable
    mutating func appendLevel(
        items: Int, room: Int, extra: Int, largest: Int, size: (Int) -> Int
    ) -> Bool {
        // A cell: the pointer to it, the page to its left, the record's size, the record.
        let cell = { (record: Int) in 2 + extra + varintSize(record) + record }
        var starts = [0]
        var contents: [Int] = []
        var used = 0
        var item = 0
        while item < items {
            let record = size(item)
            if record > largest { return false }
            if used + cell(record) <= room {
                used += cell(record)
                item += 1
                continue
            }
            if item + 1 == items {
                // No page may be empty: where this is the last item, the one before it goes up instead.
                item -= 1
                used -= cell(size(item))
            }
            contents.append(used - 2 * (item - starts[starts.count - 1]))
            starts.append(item + 1)
            used = 0
            item += 1
        }
        contents.append(used - 2 * (items - starts[starts.count - 1]))
        levels.append(starts)
        contentSizes.append(contents)
        itemCounts.append(items)
        return true
    }
}
