import Records

/// A table or index that is to be written page by page.
public protocol PageTree: Sendable {
    /// Pages of each level, the leaves first; the last level is the root alone.
    var pageCounts: [Int] { get }
    /// Fills a page; its buffer has `recordOverrun` bytes behind the page.
    func fill(
        _ page: Int, ofLevel level: Int, in buffer: UnsafeMutablePointer<UInt8>,
        numbers: TreePageNumbers, file: PageFile)
}

/// A tree whose kind of rows is known where this is made: its pages are filled by code compiled for them, without a
/// call for each row.
public struct CompiledTree: PageTree {
    /// Pages of each level, leaves first.
    public let pageCounts: [Int]
    @usableFromInline let fillPage:
        @Sendable (Int, Int, UnsafeMutablePointer<UInt8>, TreePageNumbers, PageFile) -> Void

    /// - Parameter tree: whose pages these are.
    @inlinable @inline(__always)
    public init(_ tree: some PageTree) {
        pageCounts = tree.pageCounts
        fillPage = { tree.fill($0, ofLevel: $1, in: $2, numbers: $3, file: $4) }
    }

    /// Fills a page.
    public func fill(
        _ page: Int, ofLevel level: Int, in buffer: UnsafeMutablePointer<UInt8>, numbers: TreePageNumbers,
        file: PageFile
    ) {
        fillPage(page, level, buffer, numbers, file)
    }
}

/// Which page of the file each page of a tree is: leaves first, then level by level; the root keeps the
/// page that the schema gave it.
public struct TreePageNumbers: Sendable {
    /// Page number of the first page of each level, in the count of `PageFile.number`.
    @usableFromInline let firstOfLevel: [Int]
    @usableFromInline let root: Int

    init(_ tree: some PageTree, first: Int, root: Int) {
        var next = first
        var firsts: [Int] = []
        for pages in tree.pageCounts {
            firsts.append(next)
            next += pages
        }
        firstOfLevel = firsts
        self.root = root
    }

    /// The page of the file that a page of a level is.
    @inlinable
    func number(level: Int, page: Int, in file: PageFile) -> Int {
        level == firstOfLevel.count - 1 ? root : file.number(firstOfLevel[level] + page)
    }
}

/// Writes the pages of all trees behind those that the file has, runs of pages side by side on all threads;
/// roots take the pages that they have already.
///
/// - Returns: how many pages the file has then; it is not told.
/// - Throws: `TieoutError` where the file cannot be written, or when the run is to stop.
public func writePages(
    of trees: [(root: Int, tree: any PageTree)], to file: PageFile, threads: Int, monitor: RunMonitor?
) throws -> Int {
    var next = file.firstNewPage
    var jobs: [PageJob] = []
    for (root, tree) in trees {
        let numbers = TreePageNumbers(tree, first: next, root: root)
        next += tree.pageCounts.dropLast().reduce(0, +)
        for (level, pages) in tree.pageCounts.enumerated() {
            for start in stride(from: 0, to: pages, by: PageJob.size) {
                let run = start..<min(start + PageJob.size, pages)
                jobs.append(PageJob(tree: tree, level: level, pages: run, numbers: numbers))
            }
        }
    }
    let work = WorkCounter(total: jobs.count, step: 1)
    let allJobs = jobs
    try onThreads(max(1, min(threads, jobs.count))) { _ in
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: file.pageSize + recordOverrun)
        defer { buffer.deallocate() }
        buffer.initialize(repeating: 0, count: file.pageSize + recordOverrun)
        while let taken = work.take() {
            try monitor?.checkStop()
            try allJobs[taken.lowerBound].write(to: file, through: buffer)
        }
    }
    return next > file.firstNewPage ? file.number(next - 1) : file.pageCount
}

/// A run of pages of one tree.
private struct PageJob: Sendable {
    /// One mebibyte of pages: enough to pay for the asking, little enough to share out.
    static let size = 64

    let tree: any PageTree
    let level: Int
    let pages: Range<Int>
    let numbers: TreePageNumbers

    func write(to file: PageFile, through buffer: UnsafeMutablePointer<UInt8>) throws {
        for page in pages {
            tree.fill(page, ofLevel: level, in: buffer, numbers: numbers, file: file)
            try file.write(
                UnsafeRawBufferPointer(start: buffer, count: file.pageSize),
                page: numbers.number(level: level, page: page, in: file))
        }
        // The disk need not wait until all is packed; a root is one page, which lies elsewhere.
        if let last = pages.last, level < tree.pageCounts.count - 1 {
            file.beginWriting(
                numbers.number(level: level, page: pages.lowerBound, in: file),
                numbers.number(level: level, page: last, in: file))
        }
    }
}

@inlinable @inline(__always)
func storeBig16(_ number: Int, to place: UnsafeMutablePointer<UInt8>) {
    place[0] = UInt8(truncatingIfNeeded: number >> 8)
    place[1] = UInt8(truncatingIfNeeded: number)
}

@inlinable @inline(__always)
func storeBig32(_ number: Int, to place: UnsafeMutablePointer<UInt8>) {
    storeBig16(number >> 16, to: place)
    storeBig16(number, to: place + 2)
}
