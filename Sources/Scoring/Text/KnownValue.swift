/// The value of which something was found, so that a run of pairs with the same value finds it once.
struct KnownValue {
    /// Nil where it may be gone, and another stand in its place.
    private(set) var bytes: TextBytes?

    /// Takes a value.
    ///
    /// - Returns: whether it is another than before.
    @inline(__always)
    mutating func take(_ value: TextBytes) -> Bool {
        if let bytes, bytes.baseAddress == value.baseAddress, bytes.count == value.count { return false }
        bytes = value
        return true
    }

    mutating func forget() { bytes = nil }
}
