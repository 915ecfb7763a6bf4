import Foundation
import Testing

/// The page on safety names tests; it is only worth what those are.
@Suite("The page on safety")
struct SafetyPageTests {
    private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What stands in the last column of tables, between backquotes.
    private func namedTests() throws -> [String] {
        let page = try String(
            contentsOf: root.appendingPathComponent("docs/files-safety.md"), encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| ") }.flatMap { line in
            let column = line.split(separator: "|").last ?? ""
            return column.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }
    }

    @Test("Every test that it names is there, and every line names one")
    func namesAreThere() throws {
        let tests = root.appendingPathComponent("Tests").resolvingSymlinksInPath()
        let sources = try FileManager.default.subpathsOfDirectory(atPath: tests.path).filter {
            $0.hasSuffix("Tests.swift")
        }.map { try String(contentsOf: tests.appendingPathComponent($0), encoding: .utf8) }.joined()
        let named = try namedTests()
        #expect(named.count > 60)
        for name in named {
            #expect(sources.contains("\"\(name)\"") || sources.contains("func \(name)("), "\(name)")
        }
        let page = try String(
            contentsOf: root.appendingPathComponent("docs/files-safety.md"), encoding: .utf8)
        for line in page.split(separator: "\n")
        where line.hasPrefix("| ") && !line.hasSuffix("| test |") {
            #expect(line.hasSuffix("` |"), "no test: \(line)")
        }
    }
}
