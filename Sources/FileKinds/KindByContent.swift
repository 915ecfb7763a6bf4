import FileRecords

/// The kind that a media type belongs to.
public func kindByMediaType(_ name: String) -> FileKind {
    if let known = special[name] { return known }
    let parts = name.split(separator: "/", maxSplits: 1)
    guard parts.count == 2 else { return .unknown }
    switch parts[0] {
    case "image": return .image
    case "video": return .video
    case "audio": return .audio
    case "font": return .font
    case "message": return .mail
    case "text": return parts[1].hasPrefix("x-") ? .code : .text
    case "application":
        return byWord.first { parts[1].contains($0.word) }?.kind ?? .unknown
    default: return .unknown
    }
}

/// Words within the names of applications, the first that is found counts.
private let byWord: [(word: String, kind: FileKind)] = [
    ("opendocument", .document), ("officedocument", .document), ("msword", .document), ("ms-word", .document),
    ("ms-excel", .document), ("ms-powerpoint", .document), ("ms-office", .document), ("cdfv2", .document),
    ("pdf", .document), ("postscript", .document), ("epub", .document), ("rtf", .document),
    ("tex", .document),
    ("javascript", .code), ("font", .font),
    ("executable", .program), ("sharedlib", .program), ("x-object", .program), ("x-dosexec", .program),
    ("mach-binary", .program), ("java-applet", .program), ("bytecode", .program), ("x-coredump", .program),
    ("x-pie", .program), ("wasm", .program),
    ("zip", .archive), ("tar", .archive), ("compress", .archive), ("gzip", .archive), ("x-xz", .archive),
    ("zstd", .archive), ("x-7z", .archive), ("x-rar", .archive), ("vnd.rar", .archive), ("x-rpm", .archive),
    ("debian", .archive), ("x-archive", .archive), ("x-cpio", .archive), ("x-lz", .archive),
    ("cab", .archive), ("java-archive", .archive),
    ("iso9660", .disk), ("disk", .disk), ("qemu", .disk), ("vmdk", .disk),
    ("json", .data), ("xml", .data), ("sqlite", .data), ("csv", .data), ("dbf", .data), ("hdf", .data),
    ("parquet", .data), ("yaml", .data), ("mbox", .mail),
]

private let special: [String: FileKind] = [
    "text/html": .code, "text/csv": .data, "text/xml": .data, "text/rtf": .document,
    "text/x-msdos-batch": .code,
    "text/x-po": .text, "text/x-diff": .text, "application/octet-stream": .unknown, "inode/x-empty": .unknown,
    "application/x-wine-extension-ini": .data, "text/calendar": .data, "text/vcard": .data,
    "image/svg+xml": .image, "application/x-git": .data, "application/gzip": .archive,
]
