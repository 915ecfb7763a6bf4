import Records
import Synchronization

/// How many texts hold each token.
struct TokenCounts: ~Copyable, @unchecked Sendable {
    /// Tokens by key, numbered as they came.
    private(set) var table = TokenTable()
    /// Texts of both sides that hold a token, by number.
    private(set) var texts: [UInt32] = []
    /// Those of the right side.
    private(set) var rightTextsOfToken: [UInt32] = []
    /// Texts in all, of both sides and of the right one; empty ones count.
    private(set) var allTexts = 0
    private(set) var rightTexts = 0
    /// Texts that have a token, and the tokens of all of them.
    private(set) var filledTexts = 0
    private(set) var tokens = 0

    /// The last text that held each token, so that it counts once a text.
    private var lastText: [UInt32] = []

    init() {}

    /// Counts the tokens of all texts; in one source compared with itself `right` is nil, and the one side
    /// is both.
    ///
    /// - Parameter distinct: how many different tokens each text has, by side and record.
    init(
        left: Texts, right: Texts?, tokeniser: Tokeniser, threads: Int, monitor: RunMonitor,
        distinct: [UnsafeMutablePointer<UInt32>]
    ) throws {
        let sides = [left] + (right.map { [$0] } ?? [])
        let parts = Mutex<[Part]>([])
        for (side, texts) in sides.enumerated() {
            let isRight = side == 1 || right == nil
            nonisolated(unsafe) let distinct = distinct[side]
            let work = WorkCounter(total: texts.count, step: 4096)
            try onThreads(threads) { _ in
                var counts = TokenCounts()
                while let range = work.take() {
                    try monitor.checkStop()
                    for record in range {
                        distinct[record] = counts.add(texts[record], tokeniser: tokeniser)
                    }
                }
                let part = Part(counts, isRight: isRight)
                parts.withLock { $0.append(part) }
            }
        }
        self.init()
        for part in parts.withLock({ $0 }) { merge(part) }
    }

    /// What one thread counted on one side.
    private struct Part {
        var keys: [UInt64]
        var texts: [UInt32]
        var allTexts: Int
        var filledTexts: Int
        var tokens: Int
        var isRight: Bool

        init(_ counts: borrowing TokenCounts, isRight: Bool) {
            keys = counts.table.keys()
            texts = counts.texts
            (allTexts, filledTexts, tokens) = (counts.allTexts, counts.filledTexts, counts.tokens)
            self.isRight = isRight
        }
    }

    /// Counts one text.
    ///
    /// - Returns: its different tokens.
    private mutating func add(_ text: UnsafeBufferPointer<UInt8>, tokeniser: Tokeniser) -> UInt32 {
        allTexts += 1
        let stamp = UInt32(allTexts)
        var distinct: UInt32 = 0
        var length = 0
        tokeniser.forEachToken(text) { key in
            length += 1
            let number = Int(table.add(key))
            if number == texts.count {
                texts.append(0)
                lastText.append(0)
            }
            if lastText[number] != stamp {
                lastText[number] = stamp
                texts[number] += 1
                distinct += 1
            }
        }
        tokens += length
        filledTexts += length > 0 ? 1 : 0
        return distinct
    }

    private mutating func merge(_ part: Part) {
        for (key, count) in zip(part.keys, part.texts) {
            let number = Int(table.add(key))
            if number == texts.count {
                texts.append(0)
                rightTextsOfToken.append(0)
            }
            texts[number] += count
            if part.isRight { rightTextsOfToken[number] += count }
        }
        allTexts += part.allTexts
        rightTexts += part.isRight ? part.allTexts : 0
        filledTexts += part.filledTexts
        tokens += part.tokens
    }
}
