import Records

/// Keys that take long to work out, by value: names repeat. One a thread.
///
/// Direct mapped; a value that meets another in its place takes it. Values are told apart by 64-bit
/// hashes, as keys themselves are.
struct KeyMemo {
    private var hashes = [UInt64](repeating: 0, count: 1 << 14)
    private var keys = [UInt64](repeating: 0, count: 1 << 14)

    /// The key of a part, remembered or worked out.
    mutating func key(of part: KeyPart, in bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard !bytes.isEmpty else { return 0 }
        let hash = nonZero(combine(part == .phonetic ? 1 : 2, xxh3(bytes)))
        let place = Int(hash >> 50)
        if hashes[place] != hash {
            keys[place] = Blocking.key(of: part, in: bytes)
            hashes[place] = hash
        }
        return keys[place]
    }
}
