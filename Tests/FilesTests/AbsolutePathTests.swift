import Files
import Foundation
import Records
import Testing

@Suite struct AbsolutePathTests {
    private func absolute(_ path: String) throws -> String {
        String(decoding: try absolutePath(Array(path.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("/", "/"), ("//", "/"), ("/.", "/"), ("/a/b", "/a/b"), ("/a//b/", "/a/b"), ("/a/./b/.", "/a/b"),
        ("/a/...", "/a/..."), ("/usr/../usr", "/usr"),
    ])
    func pathsAreTidied(given: String, tidy: String) throws {
        #expect(try absolute(given) == tidy)
    }

    @Test func aRelativePathBeginsInTheWorkingFolder() throws {
        let here = FileManager.default.currentDirectoryPath
        #expect(try absolute(".") == here)
        #expect(try absolute("a/b/") == here + "/a/b")
    }

    @Test func bytesStayAsTheyAre() throws {
        #expect(try absolutePath([0x2F, 0xFF, 0x0A, 0x2F]) == [0x2F, 0xFF, 0x0A])
    }

    @Test func whatIsNoPathIsRefused() {
        #expect(throws: TieoutError.self) { try absolutePath([]) }
        #expect(throws: TieoutError.self) { try absolutePath([0x2F, 0]) }
        #expect(throws: TieoutError.self) { try absolutePath(Array("/nowhere-at-all/../x".utf8)) }
    }
}
