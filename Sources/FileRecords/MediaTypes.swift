/// What a file is by its content.
public struct MediaType: Sendable, Hashable {
    /// Its name as registered: `image/jpeg`.
    public var name: String
    /// The kind that it belongs to.
    public var kind: FileKind

    /// Takes both.
    public init(name: String, kind: FileKind) {
        self.name = name
        self.kind = kind
    }
}

/// The media types of the files of a table.
public struct MediaTypes: Sendable {
    /// The types that occur; the first stands for a file that was not looked at.
    public private(set) var list = [MediaType(name: "", kind: .unknown)]
    /// By file, an index into `list`.
    public private(set) var ofFile: [UInt16]

    /// Nothing known of any file.
    public init(files: Int) { ofFile = [UInt16](repeating: 0, count: files) }

    /// The type of a file; nil where it was not looked at.
    public subscript(file: Int) -> MediaType? { ofFile[file] == 0 ? nil : list[Int(ofFile[file])] }

    /// Adds a type, and says by what number `set` knows it.
    public mutating func add(_ type: MediaType) -> UInt16 {
        if let known = list.dropFirst().firstIndex(of: type) { return UInt16(known) }
        precondition(list.count < Int(UInt16.max), "there are not so many media types")
        list.append(type)
        return UInt16(list.count - 1)
    }

    /// Notes the type of a file.
    public mutating func set(_ type: UInt16, of file: Int) {
        precondition(Int(type) < list.count, "a type that was not added")
        ofFile[file] = type
    }
}
