import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of an argument of the command line, which need not be UTF-8: the parser of arguments knows texts
/// only, in which bytes that are none stand as U+FFFD.
///
/// - Throws: `TieoutError` where two arguments look alike and are not.
func rawArgument(_ text: String) throws -> [UInt8] {
    let bytes = Array(text.utf8)
    // Also where the text was no argument, but a value by default.
    guard text.unicodeScalars.contains("\u{FFFD}") else { return bytes }
    var found: [UInt8]?
    for place in 0..<Int(CommandLine.argc) {
        guard let argument = CommandLine.unsafeArgv[place] else { continue }
        let raw = UnsafeBufferPointer(start: argument, count: strlen(argument)).map(UInt8.init(bitPattern:))
        guard String(decoding: raw, as: UTF8.self) == text else { continue }
        if let found, found != raw {
            throw TieoutError(
                "stands for two paths whose bytes are no UTF-8", at: text,
                remedy: "name them in two calls, or their folder")
        }
        found = raw
    }
    return found ?? bytes
}
