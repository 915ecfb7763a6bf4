import CZlib
import Records

/// What is packed with gzip: one member or several, one behind the other (RFC 1952), which mean their
/// contents one behind the other. Zeros behind the last member are padding.
final class GzipFeed: ByteFeed {
    private var input: FeedInput
    private let path: String
    private let stream: UnsafeMutablePointer<z_stream>
    private var insideMember = true

    init(_ feed: any ByteFeed, path: String) throws {
        input = FeedInput(feed)
        self.path = path
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard tieout_inflate_begin(stream) == Z_OK else {
            throw TieoutError("not enough memory to unpack it", at: path)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(min(target.count, 1 << 30))
        let room = stream.pointee.avail_out
        while stream.pointee.avail_out == room {
            try input.fill()
            guard insideMember else {
                if try !beginMember() { return 0 }
                continue
            }
            guard !input.isEmpty else { throw Compression.gzip.truncated(at: path) }
            let given = input.bytes
            stream.pointee.next_in = given.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(given.count)
            let outcome = inflate(stream, Z_NO_FLUSH)
            input.use(given.count - Int(stream.pointee.avail_in))
            switch outcome {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: insideMember = false
            case Z_MEM_ERROR: throw TieoutError("not enough memory to unpack it", at: path)
            default:
                let message = stream.pointee.msg.map { String(cString: $0) } ?? "error \(outcome)"
                throw Compression.gzip.damaged(message, at: path)
            }
        }
        return Int(room - stream.pointee.avail_out)
    }

    /// - Returns: whether another member follows; false at the end.
    private func beginMember() throws -> Bool {
        while input.bytes.first == 0 {
            input.use(1)
            try input.fill()
        }
        guard !input.isEmpty else { return false }
        try input.fill(atLeast: 2)
        guard input.bytes.starts(with: [0x1F, 0x8B]) else {
            throw Compression.gzip.damaged("something else follows it", at: path)
        }
        inflateReset(stream)
        insideMember = true
        return true
    }
}
