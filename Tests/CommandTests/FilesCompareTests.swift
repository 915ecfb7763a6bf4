import Foundation
import Testing

extension ProgramTests {
    @Suite("files compare")
    struct FilesCompareTests {
        /// A tree of each kind of difference on both sides.
        private func planted() throws -> Workplace {
            let place = try Workplace()
            let made = try place.shell(
                """
                mkdir -p a/old/x a/keep a/empty b/new/x b/keep
                echo one > a/old/x/1.txt; echo one > b/new/x/1.txt
                echo two > a/keep/2; echo 2.. > b/keep/2
                echo three > a/lost; echo four > a/4; echo four > b/4; echo four > b/copy
                ln -s target a/link; ln -s target b/link; : > a/nothing
                """)
            #expect(made.code == 0)
            return place
        }

        @Test("counts, answer and proof; 1 where something is missing")
        func missing() throws {
            let place = try planted()
            let run = try place.run("files", "compare", "a", "b")
            #expect(run.code == 1)
            let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            #expect(
                lines.dropFirst(3).dropLast(2) == [
                    "same              2  5 B", "moved             1  4 B", "modified          1  4 B",
                    "only left         3  6 B", "extra copy right  1  5 B", "",
                    "no: not everything of the left is on the right: 2 missing (10 B)",
                    "  keep/2  4 B  modified   not found on the right",
                    "  lost    6 B  only left  not found on the right", "", "what else differs",
                    "  extra copy right  copy", "  only left         empty", "  only left         nothing",
                    "  moved             old/x/1.txt → new/x/1.txt", "",
                ])
        }

        @Test("0 where everything is there, whatever it is called")
        func safe() throws {
            let place = try planted()
            let run = try place.run("files", "compare", "b/new", "a", "-q")
            #expect(run.code == 0 && run.output.isEmpty && run.errors.isEmpty)
        }

        @Test("copies are counted on demand, and so are paths and attributes")
        func questions() throws {
            let place = try planted()
            #expect(
                try place.shell("mkdir c d; echo 1 > c/1; cp c/1 c/2; cp c/1 d/1; chmod 600 d/1").code == 0)
            #expect(try place.run("files", "compare", "c", "d", "-q").code == 0)
            #expect(try place.run("files", "compare", "c", "d", "-q", "--copies").code == 1)
            #expect(try place.run("files", "compare", "d", "c", "-q", "--copies").code == 0)
            #expect(try place.run("files", "compare", "d", "c", "-q", "--mode").code == 1)
            #expect(try place.run("files", "compare", "d", "c", "-q", "--exact").code == 1)
            #expect(try place.run("files", "compare", "d", "c", "--copies", "--exact").code == 2)
            #expect(
                try place.shell("cp -a c e; $TIEOUT files compare c e -q --exact --mode --times").code == 0)
        }

        @Test("a saved scan stands for its folder, also when that is gone")
        func saved() throws {
            let place = try planted()
            #expect(try place.run("files", "scan", "a", "-o", "a.sqlite", "-q", "--hash-all").code == 0)
            #expect(try place.shell("cp -a a a-moved; rm -r a").code == 0)
            #expect(try place.run("files", "compare", "a.sqlite", "a-moved", "-q", "--exact").code == 0)
            #expect(try place.run("files", "compare", "a-moved", "a.sqlite#1", "-q", "--exact").code == 0)
            #expect(
                try place.run("files", "compare", "a-moved/keep", "a.sqlite#:\(place.path("a"))/keep", "-q")
                    .code
                    == 0)
            #expect(try place.run("files", "compare", "a.sqlite", "b", "-q").code == 1)
            let none = try place.run("files", "compare", "a.sqlite#7", "b")
            #expect(none.code == 2 && none.errorLines.last?.contains("holds no scan 7") == true)
            let verify = try place.run("files", "compare", "a.sqlite", "b", "--verify")
            #expect(verify.code == 2 && verify.errorLines.last?.contains("no bytes to compare") == true)
        }

        @Test("what a saved scan did not hash is not proven, and so is missing")
        func notHashed() throws {
            let place = try planted()
            // No file of a has the size of another, so nothing is read of it.
            #expect(try place.shell("mkdir c; echo 12345 > c/1; cp -r c d").code == 0)
            #expect(try place.run("files", "scan", "c", "-o", "c.sqlite", "-q").code == 0)
            let run = try place.run("files", "compare", "c.sqlite", "d")
            #expect(run.code == 1)
            #expect(run.output.contains("1 missing (6 B), 1 of them unproven"))
            #expect(run.output.contains("  1  6 B  unproven  not hashed in the saved scan"))
        }

        @Test("folders that hold each other are refused; so is a target that is something else")
        func refused() throws {
            let place = try planted()
            for (left, right) in [("a", "a"), ("a", "a/keep"), ("b/new", "b"), ("a", ".")] {
                let run = try place.run("files", "compare", left, right)
                #expect(run.code == 2 && run.errors.contains("a file is no copy of itself"))
            }
            try place.write("mine", to: "mine.txt")
            #expect(try place.run("files", "compare", "a", "b", "-o", "mine.txt").code == 2)
            #expect(try place.text("mine.txt") == "mine")
            #expect(try place.run("files", "compare", "a", "nowhere").code == 2)
        }

        @Test("the stored comparison holds every entry once, and JSON the proof")
        func stored() throws {
            let place = try planted()
            #expect(try place.run("files", "compare", "a", "b", "-o", "c.sqlite", "-q", "--verify").code == 1)
            #expect(
                try place.rows("c.sqlite", "SELECT left_path, left_size, kind FROM missing ORDER BY 1") == [
                    "keep/2|4|modified", "lost|6|only left",
                ])
            #expect(
                try place.rows("c.sqlite", "SELECT left_path, right_path FROM moves") == [
                    "old/x/1.txt|new/x/1.txt"
                ])
            #expect(try place.rows("c.sqlite", "SELECT count(*) FROM entries") == ["8"])
            #expect(
                try place.rows("c.sqlite", "SELECT value FROM comparison WHERE name = 'holds'") == ["no"])
            let again = try place.run("files", "compare", "a", "b", "-o", "c.sqlite", "--json")
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
            #expect(json["holds"] as? Bool == false)
            #expect((json["proof"] as? [[String: Any]])?.map { $0["path"] as? String } == ["keep/2", "lost"])
            #expect(try place.files.filter { $0.contains("tieout") } == [])
        }

        @Test("names of any bytes, and .git, are compared like all others")
        func oddNames() throws {
            let place = try Workplace()
            #expect(
                try place.shell(
                    #"mkdir -p a/.git b; printf 1 > "$(printf 'a/x\n\377')"; printf 2 > a/.git/2; printf 1 > b/x"#
                ).code == 0)
            let run = try place.run("files", "compare", "a", "b")
            #expect(run.code == 1 && run.output.contains("  .git/2  1 B  only left  not found on the right"))
            #expect(run.output.contains(#"moved  x\n\xFF → x"#))
        }
    }
}
