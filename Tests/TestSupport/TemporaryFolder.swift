import Foundation

/// A folder of its own for one test, gone when the test is.
public final class TemporaryFolder {
    /// Where it is.
    public let path: String

    /// Makes it.
    public init() throws {
        path =
            FileManager.default.temporaryDirectory.appendingPathComponent("tieout-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path in it.
    public func file(_ name: String) -> String { path + "/" + name }

    /// The names of what is in it.
    public var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
