/// How much is read at a time, and from which size on in another way. Measured on a warm page cache of a
/// virtual machine (Xeon, 2.5 GHz, ext4): reading 64 MB files in pieces of 64 KiB 4.8 GB/s, 256 KiB 5.0,
/// 1 MiB 4.5, 16 MiB 2.6, since a piece that was hashed is still in the second-level cache.
enum ReadingSizes {
    /// Files up to this size are read whole when they are first opened: opening costs as much as reading it.
    static let whole: Int64 = 64 << 10
    /// Length of the head and of the tail that are read of larger files. Part of what is stored: never
    /// changed.
    static let end = 4096
    /// The first slice; the next are twice as long, up to `piece`.
    static let firstSlice = 64 << 10
    /// Longest slice, and what is read at a time elsewhere.
    static let piece = 256 << 10
    /// Longest slice on disks that turn: going from one file to the other costs as much as reading 1 MiB.
    static let turningPiece = 8 << 20
    /// What is read at a time of a disk that turns, or of one that does not.
    static func piece(isTurning: Bool) -> Int { isTurning ? turningPiece : piece }

    /// Files that are read side by side at most.
    static let together = 64
    /// Files that wait for the disk at a time, at most, while others are opened.
    static let waiting = 32
}
