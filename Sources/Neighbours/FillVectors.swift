import Records

extension TextVectors {
    /// Fills every vector from its text.
    func fill(
        from texts: Texts, tokeniser: Tokeniser, occurrences: Weighting.Occurrences, vocabulary: Vocabulary,
        threads: Int, monitor: RunMonitor
    ) throws {
        let work = WorkCounter(total: count, step: 4096)
        try onThreads(threads) { _ in
            var numbers: [UInt32] = []
            var values: [Double] = []
            while let range = work.take() {
                try monitor.checkStop()
                for record in range {
                    numbers.removeAll(keepingCapacity: true)
                    tokeniser.forEachToken(texts[record]) { key in
                        // Every token was counted.
                        numbers.append(vocabulary.table.number(of: key).unsafelyUnwrapped)
                    }
                    numbers.sort()
                    fill(record, numbers, occurrences, vocabulary, &values)
                }
            }
        }
    }

    /// Fills one vector.
    ///
    /// - Parameter numbers: the tokens of its text, ascending, as often as they occur.
    private func fill(
        _ record: Int, _ numbers: [UInt32], _ occurrences: Weighting.Occurrences, _ vocabulary: Vocabulary,
        _ values: inout [Double]
    ) {
        let range = entries(record)
        values.removeAll(keepingCapacity: true)
        var squares = 0.0
        var place = 0
        while place < numbers.count {
            let token = numbers[place]
            var next = place + 1
            while next < numbers.count, numbers[next] == token { next += 1 }
            let value =
                occurrences.value(next - place, length: numbers.count, meanLength: vocabulary.meanLength)
                * vocabulary.rarities[Int(token)]
            squares += value * value
            tokens[range.lowerBound + values.count] = token
            values.append(value)
            place = next
        }
        precondition(values.count == range.count)
        let norm = squares.squareRoot()
        for (index, value) in values.enumerated() { weights[range.lowerBound + index] = Float(value / norm) }
    }
}
