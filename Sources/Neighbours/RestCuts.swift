/// Places in the order of the tokens, the most frequent first, at which a search may stop adding up: what a
/// record holds of the tokens before a cut is bounded by the length of that part of its vector, its rest.
struct RestCuts: Sendable {
    /// The first token that is not before each cut, ascending.
    let tokens: [UInt32]

    /// Cuts there are: as many bytes a record as this.
    static let count = 16

    /// Cuts at equal steps of the squares of all weights, up to 64 % of them: what is left then has 0.8 of the
    /// length of a vector, more than can be given away for any threshold of use.
    init(_ squares: [UInt64]) {
        let all = squares.reduce(0.0) { $0 + Double($1) }
        var tokens: [UInt32] = []
        var before = 0.0
        for (token, square) in squares.enumerated() {
            while tokens.count < RestCuts.count,
                before >= all * 0.64 * Double(tokens.count + 1) / Double(RestCuts.count)
            {
                tokens.append(UInt32(token))
            }
            before += Double(square)
        }
        while tokens.count < RestCuts.count { tokens.append(UInt32(squares.count)) }
        self.tokens = tokens
    }
}

extension RestCuts {
    /// Calls `body` for every cut with the length of the part of a record's vector before it. `filter` tells
    /// whether a token counts.
    @inline(__always)
    func forEachRest(
        of record: Int, in vectors: TextVectors, where filter: (Int) -> Bool = { _ in true },
        _ body: (Int, Float) -> Void
    ) {
        var squares = 0.0
        var cut = 0
        func close() {
            // For what single precision has lost.
            body(cut, Float(squares.squareRoot()) * 1.000_001)
            cut += 1
        }
        for entry in vectors.entries(record) {
            let token = vectors.tokens[entry]
            while cut < RestCuts.count, tokens[cut] <= token { close() }
            if cut == RestCuts.count { return }
            if filter(Int(token)) {
                squares += Double(vectors.weights[entry]) * Double(vectors.weights[entry])
            }
        }
        while cut < RestCuts.count { close() }
    }
}
