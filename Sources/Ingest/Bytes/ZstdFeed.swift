import CZstd
import Records

/// What is packed with zstd: one frame or several, one behind the other (RFC 8878).
final class ZstdFeed: ByteFeed {
    private var input: FeedInput
    private let path: String
    private let stream: OpaquePointer
    private var insideFrame = false

    init(_ feed: any ByteFeed, path: String) throws {
        input = FeedInput(feed)
        self.path = path
        guard let stream = ZSTD_createDStream() else {
            throw TieoutError("not enough memory to unpack it", at: path)
        }
        self.stream = stream
    }

    deinit { ZSTD_freeDStream(stream) }

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var output = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        while output.pos == 0 {
            try input.fill()
            if input.isEmpty && !insideFrame { return 0 }
            let isLast = input.isEmpty
            var given = ZSTD_inBuffer(src: input.bytes.baseAddress, size: input.bytes.count, pos: 0)
            let hint = ZSTD_decompressStream(stream, &output, &given)
            input.use(given.pos)
            if ZSTD_isError(hint) != 0 { throw failure(hint) }
            insideFrame = hint != 0
            // Nothing more to come, and what was held back has been given.
            if isLast && output.pos == 0 { throw Compression.zstd.truncated(at: path) }
        }
        return output.pos
    }

    private func failure(_ code: Int) -> TieoutError {
        let message = String(cString: ZSTD_getErrorName(code))
        guard message.contains("too much memory") else { return Compression.zstd.damaged(message, at: path) }
        return TieoutError(
            "its zstd data needs a window of more than 128 MiB", at: path,
            remedy: "unpack it first: zstd -d --long=31")
    }
}
