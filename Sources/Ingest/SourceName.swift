import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that a source's name stands for, in the order in which they are read.
///
/// A file of exactly that name is that file. Otherwise the name is a list with commas between its parts,
/// and each part a path or a pattern (`*`, `?`, `[a-z]`), whose files come in the order of their names.
///
/// - Throws: `TieoutError` for a pattern that no file fits, or a file that is named twice.
func filesNamed(_ text: String) throws -> [String] {
    if text == "-" || access(text, F_OK) == 0 { return [text] }
    var files: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        guard !part.isEmpty else {
            throw TieoutError(
                "a name between commas is missing", at: text,
                remedy: "give paths or patterns with commas between")
        }
        files += access(part, F_OK) != 0 && isPattern(part) ? try filesFitting(part) : [part]
    }
    var seen: Set<String> = []
    for file in files where !seen.insert(file).inserted {
        throw TieoutError("\(file) is named twice", at: text, remedy: "name each file once")
    }
    return files
}

/// The files that a source's name stands for, where they can be told; otherwise the name itself.
public func sourceFiles(_ text: String) -> [String] {
    guard let file = fileOfSource(text) else { return [] }
    return file == text ? (try? filesNamed(text)) ?? [text] : [file]
}

private func isPattern(_ text: String) -> Bool { text.utf8.contains { "*?[".utf8.contains($0) } }

private func filesFitting(_ pattern: String) throws -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    let status = glob(pattern, GLOB_NOSORT | GLOB_MARK, nil, &found)
    guard status == 0 || status == GLOB_NOMATCH else {
        throw TieoutError("its folder cannot be read", at: pattern, remedy: "check its permissions")
    }
    var files: [String] = []
    for index in 0..<Int(found.gl_pathc) {
        guard let path = found.gl_pathv[index] else { continue }
        let file = String(cString: path)
        // A folder comes with a slash at its end.
        if !file.hasSuffix("/") { files.append(file) }
    }
    guard !files.isEmpty else {
        throw TieoutError(
            "no file fits", at: pattern, remedy: "check the pattern, and that the export has run")
    }
    return files.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
}
