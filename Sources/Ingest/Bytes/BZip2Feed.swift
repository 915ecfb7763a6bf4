import CBZip2
import Records

/// What is packed with bzip2: one stream or several, one behind the other.
final class BZip2Feed: ByteFeed {
    private var input: FeedInput
    private let path: String
    private let stream: UnsafeMutablePointer<bz_stream>
    private var insideStream = true

    init(_ feed: any ByteFeed, path: String) throws {
        input = FeedInput(feed)
        self.path = path
        stream = .allocate(capacity: 1)
        stream.initialize(to: bz_stream())
        guard BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK else {
            throw TieoutError("not enough memory to unpack it", at: path)
        }
    }

    deinit {
        BZ2_bzDecompressEnd(stream)
        stream.deallocate()
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_out = UInt32(min(target.count, 1 << 30))
        let room = stream.pointee.avail_out
        while stream.pointee.avail_out == room {
            try input.fill()
            guard insideStream else {
                if try !beginStream() { return 0 }
                continue
            }
            let given = input.bytes
            stream.pointee.next_in = given.baseAddress?.assumingMemoryBound(to: CChar.self)
            stream.pointee.avail_in = UInt32(given.count)
            let outcome = BZ2_bzDecompress(stream)
            input.use(given.count - Int(stream.pointee.avail_in))
            switch outcome {
            case BZ_OK:
                // It may hold output back, but gives some whenever it can.
                if given.isEmpty && stream.pointee.avail_out == room {
                    throw Compression.bzip2.truncated(at: path)
                }
            case BZ_STREAM_END: insideStream = false
            case BZ_MEM_ERROR: throw TieoutError("not enough memory to unpack it", at: path)
            default: throw Compression.bzip2.damaged("a checksum or a code is wrong", at: path)
            }
        }
        return Int(room - stream.pointee.avail_out)
    }

    /// - Returns: whether another stream follows; false at the end.
    private func beginStream() throws -> Bool {
        guard !input.isEmpty else { return false }
        try input.fill(atLeast: 3)
        guard input.bytes.starts(with: Array("BZh".utf8)) else {
            throw Compression.bzip2.damaged("something else follows it", at: path)
        }
        let target = (stream.pointee.next_out, stream.pointee.avail_out)
        BZ2_bzDecompressEnd(stream)
        stream.initialize(to: bz_stream())
        (stream.pointee.next_out, stream.pointee.avail_out) = target
        guard BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK else {
            throw TieoutError("not enough memory to unpack it", at: path)
        }
        insideStream = true
        return true
    }
}
