import Foundation
import Testing

extension ProgramTests {
    @Suite("files folders, and the page of a scan")
    struct FilesPageTests {
        private func planted() throws -> Workplace {
            let place = try Workplace()
            let made = try place.shell(
                #"""
                mkdir -p t/a/x t/b/x t/c "t/<img src=x onerror=alert(1)>" t/locked
                echo one > t/a/x/1; echo one > t/b/x/1; echo two > t/a/2; echo two > t/b/2
                echo one > t/c/other; echo three > t/c/3
                echo two > "t/<img src=x onerror=alert(1)>/<\\script><script>alert(2)"
                printf 4 > "$(printf 't/c/\377\n\"&')"
                $TIEOUT files scan t -o t.sqlite -q
                """#)
            #expect(made.code == 0, "\(made.errors)")
            return place
        }

        @Test("pairs of folders, the topmost of each, with shares")
        func folders() throws {
            let place = try planted()
            let run = try place.run("files", "folders", "t.sqlite", "--json")
            #expect(run.code == 0)
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
            let pairs = try #require(json["pairs"] as? [[String: Any]])
            let first = try #require(pairs.first)
            #expect(first["relation"] as? String == "the same")
            for (side, name) in [("left", "a"), ("right", "b")] {
                let folder = try #require(first[side] as? [String: Any])
                #expect((folder["path"] as? String)?.hasSuffix("/t/\(name)") == true)
                #expect(folder["shared_files"] as? Int == 2 && folder["files"] as? Int == 2)
            }
            #expect(!run.output.contains("/b/x"))
            #expect(try place.run("files", "folders", "none.sqlite").code == 2)
        }

        @Test("the page stands alone, and no name in it is more than text")
        func page() throws {
            let place = try planted()
            let run = try place.run("files", "report", "t.sqlite", "--html", "page.html")
            #expect(run.code == 0 && run.output.isEmpty)
            let page = try place.text("page.html")
            #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
            #expect(
                !page.contains("<img") && !page.contains("<script>alert")
                    && !page.contains("onerror=alert(1)>"))
            #expect(page.contains("&lt;img src=x onerror=alert(1)&gt;"))
            for load in ["http://", "https://", "src=\"", "@import", "url("] {
                #expect(!page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "").contains(load))
            }
            let start = try #require(
                page.range(of: #"<script type="application/json" id="tree">"#)?.upperBound)
            let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)?.lowerBound)
            let tree = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [Any]
            #expect((tree?[0] as? String)?.hasSuffix("/t") == true)
            // one 3 x 4, two 3 x 4, three 6, one byte more.
            #expect(tree?[1] as? Int == 31 && tree?[2] as? Int == 24 && tree?[3] as? Int == 8)
        }

        @Test("a page is written over a page only, and to stdout")
        func targets() throws {
            let place = try planted()
            #expect(try place.run("files", "report", "t.sqlite", "--html", "page.html").code == 0)
            #expect(try place.run("files", "report", "t.sqlite", "--html", "page.html").code == 0)
            let page = try place.text("page.html")
            #expect(try place.run("files", "report", "t.sqlite", "--html", "-").output == page)
            try place.write("mine", to: "mine.html")
            let refused = try place.run("files", "report", "t.sqlite", "--html", "mine.html")
            #expect(refused.code == 2 && refused.errors.contains("is no page of Tieout"))
            #expect(try place.text("mine.html") == "mine")
            #expect(try place.run("files", "report", "t.sqlite", "--html", "none/page.html").code == 2)
        }
    }
}
