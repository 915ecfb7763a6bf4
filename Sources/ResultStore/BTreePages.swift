import Records

/// A table or index that is to be written page by page.
protocol PageTree: Sendable {
    var layout: BTreeLayout { get }
    /// Writes some pages of one level into the file.
    func write(level: Int, pages: Range<Int>, at numbers: TreePageNumbers, to file: PageFile) throws
}

/// Which page of the file each page of a tree is: leaves first, then level by level; the root keeps the
/// page that the schema gave it.
struct TreePageNumbers: Sendable {
    /// Page number of the first page of each level, in the count of `PageFile.number`.
    let firstOfLevel: [Int]
    let root: Int

    init(_ layout: BTreeLayout, first: Int, root: Int) {
        var next = first
        var firsts: [Int] = []
        for level in 0..<layout.levels.count {
            firsts.append(next)
            next += layout.pages(level)
        }
        firstOfLevel = firsts
        self.root = root
    }

    func number(level: Int, page: Int, in file: PageFile) -> Int {
        level == firstOfLevel.count - 1 ? root : file.number(firstOfLevel[level] + page)
    }
}

/// The pages of one b-tree, filled from sorted rows.
struct BTreePages<Rows: SortedRows>: PageTree {
    let rows: Rows
    let layout: BTreeLayout

    /// Nil where a row is too long to stand in a page.
    init?(_ rows: Rows, usable: Int) {
        guard let layout = BTreeLayout(rows, usable: usable) else { return nil }
        self.rows = rows
        self.layout = layout
    }

    func write(level: Int, pages: Range<Int>, at numbers: TreePageNumbers, to file: PageFile) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: file.pageSize + recordOverrun, alignment: 16)
        defer { buffer.deallocate() }
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        for page in pages {
            fill(buffer, level: level, page: page, numbers: numbers, file: file)
            try file.write(
                UnsafeRawBufferPointer(rebasing: buffer[..<file.pageSize]),
                page: numbers.number(level: level, page: page, in: file))
        }
    }

    private func fill(
        _ buffer: UnsafeMutableRawBufferPointer, level: Int, page: Int, numbers: TreePageNumbers,
        file: PageFile
    ) {
        let base = buffer.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
        let items = layout.items(level, page)
        let isLeaf = level == 0
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
        cell.update(repeating: 0, count: file.pageSize - file.usable)
        // What lay in the buffer before must not reach the file.
        pointer.update(repeating: 0, count: base + content - pointer)
        base[0] = isLeaf ? 0x0A : 0x02
        storeBig16(0, to: base + 1)
        storeBig16(items.count, to: base + 3)
        storeBig16(content & 0xFFFF, to: base + 5)
        base[7] = 0
        if !isLeaf {
            storeBig32(numbers.number(level: level - 1, page: items.upperBound, in: file), to: base + 8)
        }
    }
}

@inline(__always)
func storeBig16(_ number: Int, to place: UnsafeMutablePointer<UInt8>) {
    place[0] = UInt8(truncatingIfNeeded: number >> 8)
    place[1] = UInt8(truncatingIfNeeded: number)
}

@inline(__always)
func storeBig32(_ number: Int, to place: UnsafeMutablePointer<UInt8>) {
    storeBig16(number >> 16, to: place)
    storeBig16(number, to: place + 2)
}
