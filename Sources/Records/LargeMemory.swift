#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A block of memory in large pages where the system has them, or in ordinary ones that are asked for many at a time.
///
/// What is touched at random would wait, in pages of 4 KB, for nearly every page's address as well as for the data.
/// Large pages have their price: they are cleared as a whole, and in a virtual machine the host may have to find
/// memory for each anew.
public final class LargeMemory: @unchecked Sendable {
    // Owns its memory; who writes where is the owner's business.

    /// The first byte, aligned to 64 KB where there are 2 MB, to a page of 4 KB where there are as many bytes, else to
    /// 64 bytes at least.
    public let base: UnsafeMutableRawPointer
    /// Bytes of the block.
    public let byteCount: Int
    private let mapping: UnsafeMutableRawBufferPointer?

    private static let page = 2 << 20
    /// MADV_HUGEPAGE, which not every header has.
    private static let hugePages: Int32 = 14
    /// MADV_POPULATE_WRITE, from Linux 5.14 on.
    private static let populateWrite: Int32 = 23
    private static let smallPage = 4096
    /// Bytes that are given back to the system at a time.
    private static let unmapped = 8 << 20

    /// A block of at least `byteCount` bytes, uninitialised. Blocks of less than a large page are
    /// ordinary memory.
    ///
    /// - Parameter inLargePages: false where the block is mostly filled and read in order, or is so large that finding
    ///   and clearing large pages costs more than they save; the system keeps ordinary ones at hand.
    public init(byteCount: Int, inLargePages: Bool = true) {
        self.byteCount = byteCount
        #if os(Linux)
            if byteCount >= LargeMemory.page,
                let mapping = LargeMemory.map(byteCount, inLargePages: inLargePages)
            {
                self.mapping = mapping
                base = mapping.baseAddress.unsafelyUnwrapped.alignedUp(toMultipleOf: LargeMemory.page)
                return
            }
        #endif
        mapping = nil
        let pages = byteCount >= LargeMemory.page ? 16 : 1
        let alignment = byteCount >= LargeMemory.smallPage ? pages * LargeMemory.smallPage : 64
        base = .allocate(byteCount: max(byteCount, 1), alignment: alignment)
    }

    /// The block itself where it has so many bytes: for whoever may use what another needs no more.
    public func holding(_ byteCount: Int) -> LargeMemory? { self.byteCount >= byteCount ? self : nil }

    /// Asks the system for the memory of some bytes at once, which costs less than a fault at the first touch of
    /// each page. Where the system knows no such thing, nothing happens.
    public func bringIn(_ bytes: Range<Int>) {
        #if os(Linux)
            let start = base + bytes.lowerBound
            let page = UInt(LargeMemory.smallPage)
            let first = UInt(bitPattern: start) & ~(page - 1)
            let end = (UInt(bitPattern: base + bytes.upperBound) + page - 1) & ~(page - 1)
            if let first = UnsafeMutableRawPointer(bitPattern: first), bytes.count >= LargeMemory.smallPage {
                madvise(first, Int(end - UInt(bitPattern: first)), LargeMemory.populateWrite)
            }
        #endif
    }

    /// Asks for one of `count` shares of the block, each of them a thread's own business.
    public func bringIn(share index: Int, of count: Int) {
        let share = (byteCount / count / LargeMemory.smallPage + 1) * LargeMemory.smallPage
        bringIn(min(index * share, byteCount)..<min((index + 1) * share, byteCount))
    }

    /// Gives the memory of some bytes of the block back to the system, as the other `giveBack` does.
    public func giveBack(_ bytes: Range<Int>) {
        LargeMemory.giveBack(
            UnsafeMutableRawBufferPointer(start: base + bytes.lowerBound, count: bytes.count))
    }

    /// Gives the memory of some bytes back to the system, whole pages of it; they may be written anew, and until
    /// then hold anything.
    public static func giveBack(_ bytes: UnsafeMutableRawBufferPointer) {
        #if os(Linux)
            let page = UInt(LargeMemory.smallPage)
            let first = (UInt(bitPattern: bytes.baseAddress) + page - 1) & ~(page - 1)
            let end = (UInt(bitPattern: bytes.baseAddress) + UInt(bytes.count)) & ~(page - 1)
            if let start = UnsafeMutableRawPointer(bitPattern: first), end > first {
                madvise(start, Int(end - first), Int32(MADV_DONTNEED))
            }
        #endif
    }

    deinit {
        #if os(Linux)
            if let mapping {
                let start = UInt(bitPattern: mapping.baseAddress)
                for piece in LargeMemory.pieces(start..<start + UInt(mapping.count)) {
                    munmap(UnsafeMutableRawPointer(bitPattern: piece.lowerBound), piece.count)
                }
                return
            }
        #endif
        base.deallocate()
    }

    /// The pieces in which addresses are given back: while the system takes memory, whoever else asks for some waits.
    /// Large pages are not cut.
    static func pieces(_ addresses: Range<UInt>) -> [Range<UInt>] {
        var pieces: [Range<UInt>] = []
        var start = addresses.lowerBound
        while start < addresses.upperBound {
            let end = min((start + UInt(unmapped)) & ~(UInt(page) - 1), addresses.upperBound)
            pieces.append(start..<end)
            start = end
        }
        return pieces
    }

    #if os(Linux)
        /// Address space with a page to spare, so that an aligned block fits; what is never touched costs
        /// no memory. Nil where there is none to be had.
        private static func map(_ byteCount: Int, inLargePages: Bool) -> UnsafeMutableRawBufferPointer? {
            let size = (byteCount + 2 * page - 1) & ~(page - 1)
            guard let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
                start != MAP_FAILED
            else { return nil }
            // Advice: where it is not taken, pages are small.
            if inLargePages { madvise(start, size, hugePages) }
            return UnsafeMutableRawBufferPointer(start: start, count: size)
        }
    #endif
}
