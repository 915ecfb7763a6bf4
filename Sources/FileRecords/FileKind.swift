/// What a file is, as people sort files. The raw values are stored in databases and never change.
public enum FileKind: UInt8, Sendable, CaseIterable, Codable {
    /// Neither name nor content say what it is.
    case unknown = 0
    case image = 1
    case video = 2
    case audio = 3
    /// Written by a word processor or laid out for print, spreadsheets and slides among them.
    case document = 4
    /// Plain text, notes, logs.
    case text = 5
    /// Source code and scripts.
    case code = 6
    /// Packed files and archives.
    case archive = 7
    /// Programs and libraries that a machine runs.
    case program = 8
    /// Databases, tables, settings: what programs read.
    case data = 9
    case font = 10
    case mail = 11
    /// Images of disks and of machines.
    case disk = 12

    /// Its name in results.
    public var name: String { String(describing: self) }
}
