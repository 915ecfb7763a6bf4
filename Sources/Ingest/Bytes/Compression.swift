import Records

/// How the bytes of a file are packed.
public enum Compression: String, Codable, Sendable, CaseIterable {
    case gzip, zstd, bzip2

    /// Bytes that tell a packing.
    static let magicBytes = 6

    /// Told by the first bytes, whatever the file is called; nil: not packed.
    init?(magic head: [UInt8]) {
        switch head.prefix(4) {
        case let start where start.starts(with: [0x1F, 0x8B, 0x08]): self = .gzip
        case [0x28, 0xB5, 0x2F, 0xFD]: self = .zstd
        // A frame that decoders pass over; parallel packers put one first.
        case let start
        where start.count == 4 && start[0] & 0xF0 == 0x50 && start[1...] == [0x2A, 0x4D, 0x18]:
            self = .zstd
        case let start
        where start.starts(with: Array("BZh".utf8)) && head.count > 3 && (0x31...0x39).contains(head[3]):
            self = .bzip2
        default: return nil
        }
    }

    /// A feed of what is packed in `feed`.
    func unpacking(_ feed: any ByteFeed, path: String) throws -> any ByteFeed {
        switch self {
        case .gzip: try GzipFeed(feed, path: path)
        case .zstd: try ZstdFeed(feed, path: path)
        case .bzip2: try BZip2Feed(feed, path: path)
        }
    }

    func truncated(at path: String) -> TieoutError {
        TieoutError("ends in the middle of its \(rawValue) data", at: path, remedy: "fetch or pack it again")
    }

    func damaged(_ how: String, at path: String) -> TieoutError {
        TieoutError("its \(rawValue) data is damaged: \(how)", at: path, remedy: "fetch or pack it again")
    }
}
