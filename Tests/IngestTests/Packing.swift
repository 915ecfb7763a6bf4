import CBZip2
import CZlib
import CZstd
import Foundation

@testable import Ingest

/// Packs as the tools do: one member, frame or stream.
func packed(_ bytes: [UInt8], _ compression: Compression) -> [UInt8] {
    switch compression {
    case .gzip: gzipped(bytes)
    case .zstd: zstdPacked(bytes)
    case .bzip2: bzip2Packed(bytes)
    }
}

private func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    let room = Int(deflateBound(&stream, UInt(bytes.count))) + 64
    return input.withUnsafeMutableBufferPointer { input in
        [UInt8](unsafeUninitializedCapacity: room) { target, count in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(room)
            precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
            count = room - Int(stream.avail_out)
        }
    }
}

private func zstdPacked(_ bytes: [UInt8]) -> [UInt8] {
    let context = ZSTD_createCCtx()
    defer { ZSTD_freeCCtx(context) }
    // As the tool does: without it, nothing tells damage.
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    let room = ZSTD_compressBound(bytes.count)
    return [UInt8](unsafeUninitializedCapacity: room) { target, count in
        count = ZSTD_compress2(context, target.baseAddress, room, bytes, bytes.count)
        precondition(ZSTD_isError(count) == 0)
    }
}

private func bzip2Packed(_ bytes: [UInt8]) -> [UInt8] {
    var input = bytes.map { CChar(bitPattern: $0) }
    var room = UInt32(bytes.count + bytes.count / 100 + 700)
    var output = [CChar](repeating: 0, count: Int(room))
    precondition(
        BZ2_bzBuffToBuffCompress(&output, &room, &input, UInt32(input.count), 9, 0, 0) == BZ_OK)
    return output.prefix(Int(room)).map { UInt8(bitPattern: $0) }
}

/// All that a feed gives, asked for in pieces of `room` bytes.
func drained(_ feed: any ByteFeed, room: Int = 1000) throws -> [UInt8] {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 16)
    defer { piece.deallocate() }
    var all: [UInt8] = []
    while true {
        let got = try feed.read(into: piece)
        if got == 0 { return all }
        all += UnsafeRawBufferPointer(rebasing: piece[..<got])
    }
}
