#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Index of the first LF among `count` bytes.
func firstLineFeed(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    guard count > 0, let found = memchr(bytes, Int32(lineFeed), count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
}
