/// Which way money goes.
enum Direction {
    case debit, credit
}

/// Reads a debit or credit word: `DEBIT`, `dr`, `withdrawal`, `out`, `soll`, `D`, `-` … against
/// `CREDIT`, `cr`, `deposit`, `in`, `haben`, `C`, `+` …
///
/// - Returns: nil for any other value.
func parseDirection(_ raw: Bytes) -> Direction? {
    let value = raw.trimmed
    guard (1...12).contains(value.count) else { return nil }
    if value.count == 1, value[0] == UInt8(ascii: "-") { return .debit }
    if value.count == 1, value[0] == UInt8(ascii: "+") { return .credit }
    for word in debitWords where isWord(value, word) { return .debit }
    for word in creditWords where isWord(value, word) { return .credit }
    return nil
}

private func isWord(_ value: Bytes, _ word: StaticString) -> Bool {
    guard value.count == word.utf8CodeUnitCount else { return false }
    for place in 0..<value.count where value[place].lowered != word.utf8Start[place] { return false }
    return true
}

private let debitWords: [StaticString] = [
    "debit", "dr", "d", "db", "dbit", "debits", "withdrawal", "withdraw", "out", "outgoing", "outflow",
    "payment",
    "paid", "expense", "charge", "sent", "soll", "s", "debe", "cargo", "dare", "debet", "af",
]

private let creditWords: [StaticString] = [
    "credit", "cr", "c", "crdt", "credits", "deposit", "in", "incoming", "inflow", "receipt", "received",
    "income",
    "refund", "haben", "h", "haber", "abono", "avere", "bij",
]
