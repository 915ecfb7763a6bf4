/// The month a word names, 1…12, by its start: English, and German, French, Spanish, Italian, Dutch and
/// Portuguese where they differ.
///
/// - Parameter letters: at least one byte; accents may stand in it.
func monthNumber(_ letters: Bytes) -> UInt32? {
    guard letters.count >= 3, letters.count <= 12 else { return nil }
    let key = prefix(letters, 3)
    switch key {
    case 0x6A616E, 0x656E65, 0x67656E: return 1  // jan ene gen
    case 0x666562, 0x66C3A9, 0x666576: return 2  // feb fé fev
    case 0x6D6172, 0x6DC3A4, 0x6D7272, 0x6D6161: return 3  // mar mä mrz maa
    case 0x617072, 0x617672, 0x616272: return 4  // apr avr abr
    case 0x6D6179, 0x6D6169, 0x6D6167, 0x6D6569: return 5  // may mai mag mei
    case 0x6A756E, 0x676975: return 6  // jun giu
    case 0x6A756C, 0x6C7567: return 7  // jul lug
    case 0x6A7569:  // juin, juillet
        guard letters.count > 3 else { return nil }
        return letters[3] | 0x20 == UInt8(ascii: "n") ? 6 : letters[3] | 0x20 == UInt8(ascii: "l") ? 7 : nil
    case 0x617567, 0x616F75, 0x616FC3, 0x61676F: return 8  // aug aou aoû ago
    case 0x736570, 0x736574: return 9  // sep set
    case 0x6F6374, 0x6F6B74, 0x6F7474, 0x6F7574: return 10  // oct okt ott out
    case 0x6E6F76: return 11
    case 0x646563, 0x64657A, 0x64C3A9, 0x646963: return 12  // dec dez dé dic
    default: return nil
    }
}

/// Whether a word is a day of the week in English.
func isWeekday(_ letters: Bytes) -> Bool {
    guard letters.count >= 3, letters.count <= 9 else { return false }
    return switch prefix(letters, 3) {
    case 0x6D6F6E, 0x747565, 0x776564, 0x746875, 0x667269, 0x736174, 0x73756E: true
    default: false
    }
}

/// The first bytes as one big-endian number, ASCII letters in lower case.
private func prefix(_ letters: Bytes, _ count: Int) -> UInt32 {
    letters.prefix(count).reduce(0) { packed, byte in packed << 8 | UInt32(byte.lowered) }
}
