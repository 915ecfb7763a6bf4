import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of a source, unpacked and in an encoding that ASCII is part of, and what was found out on the
/// way.
struct OpenedStore {
    var store: any ByteStore
    var compression: Compression?
    var encoding: EncodingEvidence
}

/// Opens a file, `-` for standard input, or a pipe; tells by their content how its bytes are packed and
/// encoded.
///
/// - Parameter encoding: nil: detected.
func openStore(_ path: String, encoding: TextEncoding?) throws -> OpenedStore {
    let (descriptor, status) = try openDescriptor(path)
    let isFile = status.st_mode & S_IFMT == S_IFREG && lseek(descriptor, 0, SEEK_CUR) == 0
    let storedBytes = isFile ? UInt64(status.st_size) : nil
    let progress = StoredProgress()
    let stored = PeekedFeed(DescriptorFeed(descriptor, path: path, progress: progress))
    let packed = try stored.peek(Compression.magicBytes)
    guard !packed.isEmpty else {
        throw TieoutError.emptySource("is empty", at: path)
    }
    let compression = Compression(magic: packed)
    let plain = PeekedFeed(try compression?.unpacking(stored, path: path) ?? stored)
    let head = try plain.peek(EncodingEvidence.headBytes)
    guard !head.isEmpty else {
        throw TieoutError.emptySource("is empty once unpacked", at: path)
    }
    let isPlainFile = isFile && compression == nil
    var evidence = try EncodingEvidence(
        of: head, further: { isPlainFile ? try stretches(of: path, count: storedBytes ?? 0) : [] },
        told: encoding)
    if !evidence.encoding.isUTF16 { try refuseBinary(head, at: path) }

    if isPlainFile && !evidence.encoding.isUTF16 {
        let again = try openDescriptor(path).descriptor
        return OpenedStore(
            store: FileStore(path: path, descriptor: again, count: storedBytes ?? 0), compression: nil,
            encoding: evidence)
    }
    let layers = Layers(compression: compression, encoding: evidence)
    let again: @Sendable () throws -> any ByteFeed = {
        let file = DescriptorFeed(try openDescriptor(path).descriptor, path: path, progress: progress)
        return try layers.decoding(layers.unpacking(file, path: path))
    }
    let store = try StreamStore(
        try layers.decoding(plain), again: isFile && path != "-" ? again : nil, path: path,
        storedBytes: storedBytes, progress: progress)
    // The decoder passes over the mark.
    if evidence.encoding.isUTF16 { evidence.markBytes = 0 }
    return OpenedStore(store: store, compression: compression, encoding: evidence)
}

/// Sixteen stretches behind the head of a large file, spread evenly, always the same.
private func stretches(of path: String, count: UInt64) throws -> [[UInt8]] {
    let (places, length) = (UInt64(16), UInt64(64 << 10))
    guard count > UInt64(EncodingEvidence.headBytes) + length else { return [] }
    let store = FileStore(path: path, descriptor: try openDescriptor(path).descriptor, count: count)
    let step = (count - UInt64(EncodingEvidence.headBytes) - length) / (places - 1)
    return try (0..<places).map { place in
        let window = try Window(
            store, from: UInt64(EncodingEvidence.headBytes) + place * step,
            to: UInt64(EncodingEvidence.headBytes) + place * step + length)
        return window.copy(0..<window.count)
    }
}

/// How the bytes of a source become text.
private struct Layers: Sendable {
    var compression: Compression?
    var encoding: EncodingEvidence

    func unpacking(_ feed: any ByteFeed, path: String) throws -> any ByteFeed {
        try compression?.unpacking(feed, path: path) ?? feed
    }

    func decoding(_ feed: any ByteFeed) throws -> any ByteFeed {
        guard encoding.encoding.isUTF16 else { return feed }
        var mark = FeedSkip(count: encoding.markBytes)
        try mark.pass(feed)
        return UTF16Feed(feed, littleEndian: encoding.encoding == .utf16LittleEndian)
    }
}

/// Passes over the beginning of a feed.
private struct FeedSkip {
    var count: Int

    mutating func pass(_ feed: any ByteFeed) throws {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 1)
        defer { bytes.deallocate() }
        while count > 0 {
            let got = try feed.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]))
            guard got > 0 else { return }
            count -= got
        }
    }
}

private func openDescriptor(_ path: String) throws -> (descriptor: Int32, status: stat) {
    let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        let remedy =
            switch errno {
            case ENOENT: "check the path"
            case EACCES: "give yourself permission to read it"
            default: "check the path and its permissions"
            }
        throw TieoutError(
            errno == ENOENT ? "no such file" : "cannot be opened: \(errorText())", at: path, remedy: remedy)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
        defer { close(descriptor) }
        throw TieoutError("cannot be examined: \(errorText())", at: path)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
        close(descriptor)
        throw TieoutError("is a directory", at: path, remedy: "name a file in it, or all: '\(path)/*.csv'")
    }
    return (descriptor, status)
}
