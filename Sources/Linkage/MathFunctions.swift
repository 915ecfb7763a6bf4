#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Double {
    static func log2(_ x: Double) -> Double { _log2(x) }
    static func exp2(_ x: Double) -> Double { _exp2(x) }
}

private func _log2(_ x: Double) -> Double { log2(x) }
private func _exp2(_ x: Double) -> Double { exp2(x) }
