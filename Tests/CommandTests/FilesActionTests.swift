import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// `tieout files plan`, `apply`, `undo` and `purge` on real trees.
    @Suite struct FilesActionTests {
        /// Two groups of two, and one file alone.
        private func prepared() throws -> Workplace {
            let place = try Workplace()
            for (name, text) in [
                ("t/a/one", "same"), ("t/b/one", "same"), ("t/a/two", "other"), ("t/b/two", "other"),
                ("t/b/alone", "alone"),
            ] {
                try FileManager.default.createDirectory(
                    atPath: (place.path(name) as NSString).deletingLastPathComponent,
                    withIntermediateDirectories: true)
                try place.write(text, to: name)
            }
            try place.succeed("files", "scan", "t", "-q")
            return place
        }

        /// Names, modes, times and contents, as `find` and `sha256sum` have them.
        private func snapshot(_ place: Workplace) throws -> String {
            let outcome = try place.shell(
                "cd t && find . -printf '%p %m %u %T@ %l\\n' | sort && find . -type f | sort | xargs -d '\\n' sha256sum"
            )
            #expect(outcome.code == 0)
            return outcome.output
        }

        @Test func aPlanIsCarriedOutAndTakenBack() throws {
            let place = try prepared()
            let before = try snapshot(place)
            let plan = try place.succeed("files", "plan", "--keep", "in:t/b")
            #expect(plan.output.contains("plan 1 for scan 1: quarantine"))
            #expect(plan.output.contains("2 files of 2 groups"))
            let root = try #require(realpath(place.path("t"), nil).map { String(cString: $0) })

            let dry = try place.succeed("files", "apply", "--dry-run")
            #expect(dry.output.split(separator: "\n").count == 3)
            #expect(
                dry.output.hasPrefix(
                    "quarantine  \(root)/a/one -> \(root)/.tieout-quarantine/BATCH/a/one\n"), "\(dry.output)")
            #expect(try snapshot(place) == before)

            let applied = try place.succeed("files", "apply")
            #expect(applied.output.hasPrefix("applied: 2 files, "))
            #expect(applied.output.contains("tieout files undo 1"))
            #expect(!FileManager.default.fileExists(atPath: place.path("t/a/one")))
            #expect(
                try place.rows("files.sqlite", "SELECT number, state FROM plan_actions ORDER BY number")
                    == ["1|done", "2|done"])
            #expect(try place.succeed("files", "apply").output == "nothing to do\n")

            let undone = try place.succeed("files", "undo")
            #expect(undone.output.hasPrefix("undone: 2 files, "))
            #expect(try snapshot(place) == before)
            #expect(
                try place.rows("files.sqlite", "SELECT work, done, skipped FROM batches ORDER BY batch_id")
                    == ["apply|2|0", "undo|2|0"])
            #expect(try place.rows("files.sqlite", "PRAGMA integrity_check") == ["ok"])
            #expect(try place.files.allSatisfy { $0.hasPrefix("files.sqlite") || $0 == "t" })
        }

        @Test func moreThanPuttingAsideWantsConsent() throws {
            let place = try prepared()
            for action in ["hardlink", "symlink", "delete"] {
                try place.succeed("files", "plan", "--action", action, "-q")
                let before = try snapshot(place)
                let refused = try place.run("files", "apply")
                #expect(refused.code == 2)
                #expect(
                    refused.errorLines.count == 1 && refused.errors.contains("--yes"), "\(refused.errors)")
                #expect(try snapshot(place) == before)
            }
            try place.succeed("files", "plan", "--action", "hardlink", "-q")
            let before = try snapshot(place)
            try place.succeed("files", "apply", "--yes", "-q")
            #expect(try place.shell("test t/a/one -ef t/b/one && test t/a/two -ef t/b/two").code == 0)
            try place.succeed("files", "undo", "-q")
            #expect(try snapshot(place) == before)
            let purge = try place.run("files", "purge")
            #expect(purge.code == 2 && purge.errors.contains("--yes"))
        }

        @Test func whatHasChangedIsSkippedAndSaidSo() throws {
            let place = try prepared()
            try place.succeed("files", "plan", "-q")
            try place.write("SAME", to: "t/b/one")
            let outcome = try place.run("files", "apply")
            #expect(outcome.code == 1)
            #expect(outcome.output.contains("/t/b/one: it has changed since the plan\n"), "\(outcome.output)")
            #expect(outcome.output.contains("applied: 1 file, "))
            #expect(outcome.output.contains("; 1 skipped\n"))
            #expect(try place.text("t/b/one") == "SAME")
            #expect(
                try place.rows("files.sqlite", "SELECT reason FROM actions WHERE result = 'skipped'") == [
                    "changed"
                ])
        }

        @Test func aPlanIsChangedAsText() throws {
            let place = try prepared()
            try place.succeed("files", "plan", "--export", "plan.txt", "-q")
            let lines = try place.text("plan.txt").split(separator: "\n").map(String.init)
            #expect(lines.count == 4)
            let line = try #require(lines.first { $0.contains("/one") })
            let columns = line.split(separator: "\t").map(String.init)
            try place.write(
                [columns[0], columns[1], columns[3], columns[2]].joined(separator: "\t") + "\n",
                to: "plan.txt")
            try place.succeed("files", "plan", "--from", "plan.txt", "-q")
            let kept = try place.run("files", "plan", "--export", "plan.txt")
            #expect(kept.code == 2 && kept.errors.contains("exists already"))
            try place.succeed("files", "apply", "-q")
            #expect(!FileManager.default.fileExists(atPath: place.path("t/a/one")))
            for name in ["t/b/one", "t/a/two", "t/b/two"] {
                #expect(FileManager.default.fileExists(atPath: place.path(name)))
            }
            try place.write(line + "\n" + line + "\n", to: "twice.txt")
            let twice = try place.run("files", "plan", "--plan", "1", "--from", "twice.txt")
            #expect(twice.code == 2 && twice.errorLines.count == 1, "\(twice.errors)")
        }

        @Test func slipsAreErrorsOfOneLine() throws {
            let place = try prepared()
            for arguments in [
                ["plan", "--keep", "biggest"], ["plan", "--keep-in", "nowhere"], ["plan", "nothing.sqlite"],
                ["plan", "--scan", "9"], ["plan", "--plan", "9"], ["apply"], ["undo"], ["undo", "7"],
                ["plan", "--drop", "x"], ["apply", "one", "two"],
            ] {
                let outcome = try place.run(["files"] + arguments)
                #expect(outcome.code == 2, "\(arguments)")
                #expect(outcome.errorLines.count == 1, "\(arguments): \(outcome.errors)")
            }
            #expect(try place.files.allSatisfy { $0.hasPrefix("files.sqlite") || $0 == "t" })
        }

        @Test func theNextScanReadsNothingThatWasMovedOrLinked() throws {
            let place = try prepared()
            // What is younger than two seconds is not remembered.
            usleep(2_100_000)
            try place.succeed("files", "scan", "t", "-q")
            try place.succeed("files", "plan", "--action", "hardlink", "-q")
            try place.succeed("files", "apply", "--yes", "-q")
            try place.succeed("files", "undo", "-q")
            let scan = try place.succeed("files", "scan", "t", "--json")
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(scan.output.utf8)) as? [String: Any])
            let counts = try #require(report["counts"] as? [String: Any])
            #expect(counts["bytesRead"] as? Int == 0, "\(counts)")
            #expect(counts["groups"] as? Int == 2)
        }

        @Test func killedAtRandomMomentsItGoesOnOrIsTakenBack() throws {
            var numbers = Seeded(11)
            for action in ["quarantine", "hardlink", "symlink"] {
                let place = try Workplace()
                let made = try place.shell(
                    """
                    mkdir -p t/a t/b && for i in $(seq 40); do echo "content $i" > t/a/$i; cp t/a/$i t/b/$i; done
                    touch -d '2020-01-01' t/a t/b t
                    """)
                #expect(made.code == 0)
                let before = try snapshot(place)
                try place.succeed("files", "scan", "t", "-q")
                try place.succeed("files", "plan", "--action", action, "-q")
                for _ in 0..<3 {
                    let process = try place.start(["files", "apply", "--yes", "-q"])
                    usleep(UInt32.random(in: 5_000...120_000, using: &numbers))
                    kill(process.processIdentifier, SIGKILL)
                    process.waitUntilExit()
                }
                let undoing = try place.start(["files", "undo", "-q"])
                usleep(UInt32.random(in: 5_000...60_000, using: &numbers))
                kill(undoing.processIdentifier, SIGKILL)
                undoing.waitUntilExit()
                // What was never begun is no run, and there is nothing to take back then.
                let outcome = try place.run("files", "undo", "-q")
                #expect(outcome.code == 0 || outcome.errors.contains("holds nothing"), "\(outcome.errors)")
                #expect(try snapshot(place) == before, "\(action)")
                #expect(try place.rows("files.sqlite", "PRAGMA integrity_check") == ["ok"])
            }
        }
    }
}
