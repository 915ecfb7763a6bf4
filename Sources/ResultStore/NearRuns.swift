/// Calls `body` with runs of 64 places: of so many what lies anywhere in memory can be asked for at a time, before any
/// of it is looked at.
@inline(__always)
func forEachRun(of places: Range<Int>, _ body: (Range<Int>) -> Void) {
    for start in stride(from: places.lowerBound, to: places.upperBound, by: 64) {
        body(start..<min(start + 64, places.upperBound))
    }
}
