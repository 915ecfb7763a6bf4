import Foundation
import Testing

/// Whether a small file system can be mounted, as an ordinary user may in a namespace of its own.
let canMount: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "unshare -mr mount -t tmpfs -o size=64k none /mnt >/dev/null 2>&1"]
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}()

extension ProgramTests {
    /// The result does not fit: one line says so, what was there stays, and nothing half-written is left.
    @Suite struct FullDiskTests {
        /// An earlier result, and then inputs whose result is some 3 MB.
        private func prepared() throws -> (Workplace, before: Data) {
            let place = try Workplace()
            try place.write(SmallPeople(left: 60, right: 50, common: 40))
            try FileManager.default.createDirectory(
                atPath: place.path("results"), withIntermediateDirectories: true)
            try place.succeed("match", "left.csv", "right.csv", "-o", "results/r.sqlite", "-q")
            let before = try place.bytes("results/r.sqlite")
            try place.write(SmallPeople(left: 20_000, right: 20_000, common: 10_000))
            return (place, before)
        }

        private func check(_ outcome: Outcome, words: String) {
            #expect(outcome.code == 2)
            #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("results/r.sqlite"))
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }

        @Test func aFileThatMayGrowNoFurther() throws {
            let (place, before) = try prepared()
            // Blocks of 512 bytes: 512 KB.
            let outcome = try place.shell(
                "ulimit -f 1024; exec \"$TIEOUT\" match left.csv right.csv -o results/r.sqlite -q")
            check(outcome, words: "larger than allowed")
            #expect(try place.bytes("results/r.sqlite") == before)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: place.path("results")) == ["r.sqlite"])
        }

        @Test(.enabled(if: canMount, "no small file system can be mounted here"))
        func aDiskThatIsFull() throws {
            let (place, _) = try prepared()
            let outcome = try place.shell(
                """
                exec unshare -mr sh -c '
                    cp results/r.sqlite before.sqlite
                    mount -t tmpfs -o size=1m none results && cp before.sqlite results/r.sqlite
                    "$TIEOUT" match left.csv right.csv -o results/r.sqlite -q
                    code=$?
                    cmp before.sqlite results/r.sqlite || echo "the earlier result has changed"
                    ls results
                    exit $code'
                """)
            check(outcome, words: "the disk is full")
            #expect(outcome.output == "r.sqlite\n")
        }
    }
}
