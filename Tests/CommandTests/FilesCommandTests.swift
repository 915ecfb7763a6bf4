import Foundation
import Testing

extension ProgramTests {
    /// `tieout files`: scanning, reporting, history.
    @Suite struct FilesCommandTests {
        /// A small tree with everything in it.
        ///
        /// - Parameter isAged: whether it is old enough for what is read of it to be remembered. The time of
        ///   the last change cannot be set, so that takes two seconds.
        private func planted(isAged: Bool = false) throws -> Workplace {
            let place = try Workplace()
            let made = try place.shell(
                """
                mkdir -p t/a t/b t/.git t/.hidden
                printf 'same content' > t/a/1.txt; cp t/a/1.txt t/b/2.jpg; cp t/a/1.txt t/.hidden/3
                printf 'other stuff!' > t/a/other
                printf 'linked together' > t/a/l1; ln t/a/l1 t/b/l2
                : > t/empty1; : > t/empty2
                ln -s a t/link; ln -s . t/a/loop; printf 'same content' > t/.git/objects
                mkfifo t/pipe
                printf 'odd name' > "$(printf 't/b/\\351\\nz')"; printf 'odd name' > t/b/even
                """)
            #expect(made.code == 0, "\(made.errors)")
            if isAged { usleep(2_100_000) }
            return place
        }

        private let duplicates = "SELECT group_id, path_text, size, inode FROM duplicates ORDER BY path"

        @Test func aScanFindsWhatIsThereTwice() throws {
            let place = try planted()
            let outcome = try place.succeed("files", "scan", "t", "-q")
            #expect(outcome.output == "" && outcome.errors == "")
            let root = try place.shell("realpath t").output.trimmingCharacters(in: .newlines)
            let found = try place.rows("files.sqlite", "SELECT path_text FROM duplicates ORDER BY path")
            #expect(
                found == [".hidden/3", "a/1.txt", "b/2.jpg", "b/even", "b/\\xE9\\nz"].map { "\(root)/\($0)" })
            #expect(
                try place.rows(
                    "files.sqlite", "SELECT count(*), count(DISTINCT group_id), sum(size) FROM duplicates")
                    == ["5|2|52"])
            #expect(
                try place.rows(
                    "files.sqlite", "SELECT files, inodes, size FROM duplicate_groups ORDER BY size")
                    == ["2|2|8", "3|3|12"])
            #expect(try place.rows("files.sqlite", "SELECT count(*) FROM empty_files") == ["2"])
            #expect(
                try place.rows("files.sqlite", "SELECT type, count(*) FROM files GROUP BY type ORDER BY type")
                    == ["fifo|1", "regular|10", "symbolicLink|2"])
            #expect(
                try place.rows("files.sqlite", "SELECT state, files, errors, is_latest FROM scans")
                    == ["finished|10|0|1"])
            #expect(try place.rows("files.sqlite", "PRAGMA integrity_check") == ["ok"])
            // The bytes of the odd name are there as they are.
            let path = try place.rows(
                "files.sqlite", "SELECT hex(path) FROM duplicates ORDER BY path DESC LIMIT 1")
            #expect(path[0].hasSuffix("2F622FE90A7A"))
        }

        @Test func theSummarySaysWhatWasMet() throws {
            let place = try planted()
            let text = try place.succeed("files", "scan", "t").output
            for words in [
                "10  79 B", "symbolic links", "hard links", "empty files", ".git folders", "special files",
                "5 files in 2 groups have the same content", "scan 1 in files.sqlite", "tieout files report",
            ] { #expect(text.contains(words), "\(words): \(text)") }
        }

        @Test func aSecondScanRemembersAndWritesNothingNew() throws {
            let place = try planted(isAged: true)
            try place.succeed("files", "scan", "t", "-q")
            let first = try place.rows("files.sqlite", duplicates)
            let json = try place.succeed("files", "scan", "t", "--json").output
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let counts = try #require(report["counts"] as? [String: Any])
            #expect(counts["bytesRead"] as? Int == 0)
            #expect(try place.rows("files.sqlite", duplicates) == first)
            #expect(try place.rows("files.sqlite", "SELECT DISTINCT first_scan FROM files") == ["1"])
            #expect(
                try place.rows("files.sqlite", "SELECT scan_id, count(*) FROM scan_duplicates GROUP BY 1")
                    == ["1|5", "2|5"])
        }

        @Test func filtersAreAHistoryOfTheirOwn() throws {
            let place = try planted()
            try place.succeed("files", "scan", "t", "-q")
            try place.succeed("files", "scan", "t", "-q", "--min-size", "9", "--exclude", "b")
            let last = try place.rows("files.sqlite", "SELECT count(*) FROM duplicates")
            #expect(last == ["2"])
            let lonely = try place.run("files", "diff")
            #expect(lonely.code == 2 && lonely.errors.contains("no earlier scan"))
            try place.succeed("files", "scan", "t", "-q")
            #expect(try place.run("files", "diff").code == 0)
        }

        @Test func theSameRootTwiceIsNoDuplicate() throws {
            let place = try planted()
            try place.succeed("files", "scan", "t", "-q")
            let once = try place.rows("files.sqlite", "SELECT path FROM duplicates ORDER BY path").count
            try place.succeed("files", "scan", "t", "t/a", "./t/../t", "-o", "twice.sqlite", "-q")
            #expect(try place.rows("twice.sqlite", "SELECT path FROM duplicates ORDER BY path").count == once)
        }

        @Test func theDatabaseIsNoPartOfItsScan() throws {
            let place = try planted()
            for _ in 0..<2 { try place.succeed("files", "scan", "t", "-o", "t/files.sqlite", "-q") }
            #expect(
                try place.rows("t/files.sqlite", "SELECT count(*) FROM files WHERE path_text LIKE '%sqlite%'")
                    == ["0"])
            #expect(try place.rows("t/files.sqlite", "SELECT files FROM scans") == ["10", "10"])
        }

        @Test func historyTellsWhatChanged() throws {
            let place = try planted()
            try place.succeed("files", "scan", "t", "-q")
            _ = try place.shell(
                "mv t/b/even t/moved; rm t/a/other; printf new > t/new.txt; printf 'same contenu' > t/b/2.jpg"
            )
            try place.succeed("files", "scan", "t", "-q")
            let outcome = try place.run("files", "diff")
            #expect(outcome.code == 1)
            let root = try place.shell("realpath t").output.trimmingCharacters(in: .newlines)
            let lines = outcome.output.split(separator: "\n").map(String.init)
            #expect(
                Array(lines.suffix(4)) == [
                    "  - \(root)/a/other  12 B", "  ~ \(root)/b/2.jpg  12 B to 12 B",
                    "  > \(root)/moved  from \(root)/b/even", "  + \(root)/new.txt  3 B",
                ])
            #expect(lines.contains("4 changes"))
            // The first scan is still what it was.
            #expect(
                try place.rows("files.sqlite", "SELECT count(*) FROM scan_duplicates WHERE scan_id = 1") == [
                    "5"
                ])
            #expect(try place.rows("files.sqlite", "SELECT count(*) FROM duplicates") == ["4"])
            #expect(try place.run("files", "diff", "1", "1").code == 0)
        }

        @Test func theReportAgreesWithTheViews() throws {
            let place = try planted()
            try place.succeed("files", "scan", "t", "-q", "--kinds")
            let json = try place.succeed("files", "report", "--json").output
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let categories = try #require(report["categories"] as? [String: [[String: Any]]])
            for (part, column) in [("kinds", "kind"), ("sizes", "size_band"), ("ages", "age_band")] {
                let told = try #require(categories[part]).map {
                    "\($0["name"] ?? "")|\($0["files"] ?? "")|\($0["bytes"] ?? "")|\($0["duplicateFiles"] ?? "")|\($0["duplicateBytes"] ?? "")"
                }
                let rows = try place.rows(
                    "files.sqlite",
                    "SELECT \(column), sum(files), sum(bytes), sum(duplicate_files), sum(duplicate_bytes) FROM categories GROUP BY 1"
                )
                #expect(told.sorted() == rows.sorted())
            }
            #expect(
                try place.rows("files.sqlite", "SELECT kind, media_type FROM misnamed") == [
                    "image|text/plain"
                ])
            let text = try place.succeed("files", "report").output
            #expect(text.contains("1 file bear") || text.contains("another kind"))
            #expect(text.contains("3 copies of 12 B"))
        }

        @Test func whatCannotBeDoneIsSaidInOneLine() throws {
            let place = try planted()
            try place.write("important", to: "text")
            for (arguments, words) in [
                (["scan", "nowhere"], "nowhere"), (["scan", "t", "-o", "text"], "no database of files"),
                (["scan", "t", "--min-size", "x"], "'x' is no size"),
                (["scan", "t", "--for", "soon"], "'soon'"),
                (["scan", "t", "--newer", "soon"], "'soon'"), (["scan", "t", "--audit", "2"], "no share"),
                (["report", "text"], "no database of files"), (["report", "gone.sqlite"], "gone.sqlite"),
                (["scan", "t", "--threads", "0"], "0 readers"),
            ] as [([String], String)] {
                let outcome = try place.run(["files"] + arguments)
                #expect(outcome.code == 2, "\(arguments)")
                #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
                #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
            }
            #expect(try place.text("text") == "important")
            try place.succeed("files", "scan", "t", "-q")
            for arguments in [["diff", "1", "9"], ["report", "--scan", "9"]] {
                let outcome = try place.run(["files"] + arguments)
                #expect(outcome.code == 2 && outcome.errors.contains("holds no scan 9"))
            }
        }

        @Test func theSameRowsForAnyNumberOfThreads() throws {
            let place = try planted()
            let all = "SELECT group_id, path, hash FROM duplicates ORDER BY group_id, path"
            try place.succeed("files", "scan", "t", "-q", "--threads", "1")
            let one = try place.rows("files.sqlite", all)
            for threads in ["2", "7"] {
                try place.succeed("files", "scan", "t", "-q", "--threads", threads, "-o", "\(threads).sqlite")
                #expect(try place.rows("\(threads).sqlite", all) == one)
            }
        }

        @Test func unreadableFilesAreCounted() throws {
            let place = try planted()
            // Root reads everything; a folder that is no folder any more cannot be entered by anybody.
            let outcome = try place.shell(
                """
                test "$(id -u)" = 0 && { setpriv --reuid=65534 true 2>/dev/null || exit 77; }
                chmod 000 t/a/1.txt
                chmod 777 .
                run=""; test "$(id -u)" = 0 && run="setpriv --reuid=65534 --clear-groups"
                $run "$TIEOUT" files scan t -o out.sqlite --strict -q
                """)
            if outcome.code == 77 { return }
            #expect(outcome.code == 1, "\(outcome.errors)")
            #expect(
                try place.rows("out.sqlite", "SELECT step, reason FROM errors") == ["open|Permission denied"])
            #expect(try place.rows("out.sqlite", "SELECT count(*) FROM duplicates") == ["4"])
        }

        @Test func aKilledScanLeavesEarlierOnesAndTheNextGoesOn() throws {
            let place = try planted()
            try place.succeed("files", "scan", "t", "-q")
            let made = try place.shell(
                "i=0; while [ $i -lt 3000 ]; do echo $((i / 2)) > t/a/$i.n; i=$((i+1)); done")
            #expect(made.code == 0)
            for delay in [0, 5, 10, 20, 40, 80] as [UInt32] {
                let process = try place.start(["files", "scan", "t", "-q", "--threads", "1"])
                usleep(delay * 1000)
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                let scans = try place.rows(
                    "files.sqlite", "SELECT count(*) FROM scan_duplicates WHERE scan_id = 1", mayRecover: true
                )
                #expect(scans == ["5"], "killed after \(delay) ms")
                #expect(try place.rows("files.sqlite", "PRAGMA integrity_check") == ["ok"])
            }
            try place.succeed("files", "scan", "t", "-q")
            #expect(try place.rows("files.sqlite", "SELECT count(*) FROM duplicates") == ["3005"])
        }

        @Test func aFullDiskLeavesEarlierScans() throws {
            let place = try planted()
            try place.succeed("files", "scan", "t", "-q")
            let made = try place.shell(
                "i=0; while [ $i -lt 6000 ]; do : > t/a/file-with-a-long-name-$i; i=$((i+1)); done")
            #expect(made.code == 0)
            // Blocks of 512 bytes: 512 KB.
            let outcome = try place.shell("ulimit -f 1024; exec \"$TIEOUT\" files scan t -q")
            #expect(outcome.code == 2)
            #expect(
                outcome.errorLines.count == 1 && outcome.errors.contains("files.sqlite"), "\(outcome.errors)")
            #expect(try place.rows("files.sqlite", "SELECT count(*) FROM duplicates") == ["5"])
            #expect(try place.rows("files.sqlite", "PRAGMA integrity_check") == ["ok"])
        }
    }
}
