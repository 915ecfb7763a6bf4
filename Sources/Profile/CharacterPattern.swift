/// How a value is made up of characters: runs of digits (`9`), upper-case letters (`A`), other letters
/// (`a`) and blanks (` `); anything else stands for itself, runs of it too.
///
/// ```
///   AB-1203   ─► A - 9      widths 2 1 4
///   Ada Byron ─► A a   A a  widths 1 2 1 1 4
/// ```
/// Values with the same runs share a pattern, whatever the lengths of the runs: those that differ are
/// written `9{1,7}`. What is neither ASCII nor a capital of Latin-1 counts as `a`.
struct CharacterPattern {
    /// Runs after which a pattern is cut.
    static let mostRuns = 24

    /// A byte for each run.
    private(set) var runs: [UInt8] = []
    /// Characters in each run.
    private(set) var widths: [Int] = []
    /// Unicode scalars of the value; a byte that is no part of one counts as one.
    private(set) var characters = 0
    /// There are more runs.
    private(set) var isCut = false

    /// An ellipsis at the end of the runs of a pattern that is cut.
    private static let ellipsis: UInt8 = 0

    /// Takes a value apart.
    ///
    /// - Complexity: O(count)
    mutating func read(_ value: Bytes) {
        runs.removeAll(keepingCapacity: true)
        widths.removeAll(keepingCapacity: true)
        characters = 0
        isCut = false
        let classes = classOfByte
        var last: UInt8 = 0
        var width = 0
        var before: UInt8 = 0
        for (place, byte) in value.enumerated() {
            defer { before = byte }
            // A continuation byte belongs to the character before it.
            if byte & 0xC0 == 0x80 && before >= 0x80 { continue }
            characters += 1
            var kind = classes[Int(byte)]
            // À … Þ, but for the sign × among them.
            if byte == 0xC3, place + 1 < value.count, value[place + 1] < 0x9F, value[place + 1] != 0x97 {
                kind = UInt8(ascii: "A")
            }
            if kind == last && width > 0 {
                width += 1
                continue
            }
            if width > 0 { close(last, width) }
            last = kind
            width = 1
        }
        if width > 0 { close(last, width) }
        if isCut { runs.append(Self.ellipsis) }
    }

    private mutating func close(_ kind: UInt8, _ width: Int) {
        if runs.count == Self.mostRuns {
            isCut = true
        } else {
            runs.append(kind)
            widths.append(width)
        }
    }

    /// The pattern as people read it: `999-AA`, `9{1,7}`.
    static func text(_ runs: [UInt8], _ widths: [ClosedRange<Int>]) -> String {
        var text = ""
        for (kind, width) in zip(runs, widths) {
            let character = Character(UnicodeScalar(kind))
            // A long run is a number sooner than a picture.
            if width.lowerBound == width.upperBound && width.lowerBound <= 12 {
                text += String(repeating: character, count: width.lowerBound)
            } else if width.lowerBound == width.upperBound {
                text += "\(character){\(width.lowerBound)}"
            } else {
                text += "\(character){\(width.lowerBound),\(width.upperBound)}"
            }
        }
        return runs.last == ellipsis ? text + "…" : text
    }
}

/// The run that each byte belongs to: 256 entries, never freed.
nonisolated(unsafe) private let classOfByte: UnsafePointer<UInt8> = {
    let classes = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for byte in 0..<256 {
        classes[byte] =
            switch UInt8(byte) {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "9")
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: UInt8(ascii: "a")
            case 0...0x20, 0x7F: UInt8(ascii: " ")
            default: UInt8(byte)
            }
    }
    return UnsafePointer(classes)
}()
