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
    var key = WordKey()
    for byte in value.reversed() { key.prepend(byte.lowered) }
    return directions[key.key]
}

private let directions: [UInt64: Direction] = {
    let debits = """
        debit dr d db dbit debits withdrawal withdraw out outgoing outflow payment paid expense charge sent soll s \
        debe cargo dare debet af
        """
    let credits = """
        credit cr c crdt credits deposit in incoming inflow receipt received income refund haben h haber abono \
        avere bij
        """
    var table: [UInt64: Direction] = [:]
    for word in debits.split(separator: " ") { table[WordKey(word).key] = .debit }
    for word in credits.split(separator: " ") { table[WordKey(word).key] = .credit }
    return table
}()
