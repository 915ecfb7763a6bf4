import Records
import Testing

@Suite struct LowerBoundTests {
    @Test("every boundary of every short range")
    func all() {
        for start in 0...3 {
            for count in 0...9 {
                let range = start..<start + count
                for boundary in range.lowerBound...range.upperBound {
                    #expect(lowerBound(range) { $0 < boundary } == boundary)
                }
            }
        }
    }
}
