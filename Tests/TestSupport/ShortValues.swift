/// Values that a kernel for short values is tried on beside plain code.
public enum ShortValues {
    /// Letters with each byte at each place, of 1 … 66 bytes: all bytes where a length is the first or last that a
    /// vector or its half holds, else one of each class.
    public static let eachByteAtEachPlace: [[UInt8]] = (1...66).flatMap { length in
        let isEdge = [1, 8, 16, 17, 32, 33, 63, 64, 65].contains(length)
        let bytes = isEdge ? Array(0...255) : Array("\u{0}\u{1F} '&-09:AZ[`az{\u{7F}é".utf8)
        return (0..<length).flatMap { place in
            bytes.map { byte in
                var value = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                value[place] = byte
                return value
            }
        }
    }

    /// Random values of 1 … 70 bytes over the bytes of an alphabet, 4,000 each.
    public static func random(over alphabets: [String], seed: UInt64) -> [[UInt8]] {
        var random = Seeded(seed)
        return alphabets.flatMap { alphabet in
            let bytes = Array(alphabet.utf8)
            return (0..<4000).map { _ in
                (0..<Int.random(in: 1...70, using: &random)).map { _ in
                    bytes[Int.random(in: 0..<bytes.count, using: &random)]
                }
            }
        }
    }
}
