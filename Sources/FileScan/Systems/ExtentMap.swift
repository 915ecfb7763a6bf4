import CLinux

/// Where the blocks of a file lie, if all of them are shared with other files for certain: files with equal
/// maps have the same content (a reflink, and no block of it written since).
struct ExtentMap: Equatable {
    private var device: UInt64 = 0
    /// Place in the file, place on the device and length of each extent.
    private var extents: [UInt64] = []

    /// No map: equal to none that says anything.
    init() {}

    /// - Returns: nil where the file system does not tell, or where an extent is not shared, is packed,
    ///   not written yet, or lies elsewhere than it says.
    init?(_ file: OpenFile, device: UInt64) {
        self.device = device
        let certain = UInt32(FIEMAP_EXTENT_SHARED | FIEMAP_EXTENT_LAST | FIEMAP_EXTENT_MERGED)
        let shared = UInt32(FIEMAP_EXTENT_SHARED)
        var found = [fiemap_extent](repeating: fiemap_extent(), count: Self.atOnce)
        var start: UInt64 = 0
        while extents.count < Self.most {
            let count = tieout_fiemap(file.descriptor, start, .max - start, 0, &found, UInt32(found.count))
            guard count > 0 else { return nil }
            for extent in found[..<Int(count)] {
                guard extent.fe_flags & shared != 0, extent.fe_flags & ~certain == 0 else { return nil }
                extents += [extent.fe_logical, extent.fe_physical, extent.fe_length]
                if extent.fe_flags & UInt32(FIEMAP_EXTENT_LAST) != 0 { return }
            }
            start = found[Int(count) - 1].fe_logical + found[Int(count) - 1].fe_length
        }
        return nil
    }

    static func == (left: ExtentMap, right: ExtentMap) -> Bool {
        !left.extents.isEmpty && left.device == right.device && left.extents == right.extents
    }

    private static let atOnce = 72
    /// A file in more pieces is read instead.
    private static let most = 3 * 4096
}
