import Foundation
import Testing

/// Whether system calls of a program can be made to fail from outside.
private let canTrace: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "strace -qq -o /dev/null true >/dev/null 2>&1"]
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}()

extension ProgramTests {
    /// The program as it is, with its database, and its system calls going wrong one by one.
    @Suite("Files at every write", .enabled(if: canTrace, "strace is not there, or may not trace"))
    struct FilesKillTests {
        /// Calls by which anything is written, by files or by the database.
        private static let calls = "fsync fdatasync pwrite64 renameat2 mkdirat linkat symlinkat unlinkat"

        /// Applies under a fault in one call of each sort, or in every one where `TIEOUT_SOAK` is set, applies
        /// again, and takes all back.
        ///
        /// - Parameter fifths: which of the calls of each sort, in fifths of their number.
        private func prove(_ fault: String, _ action: String, from fifths: Int) throws {
            let isWhole = ProcessInfo.processInfo.environment["TIEOUT_SOAK"] != nil
            let place = try Workplace()
            try place.write(
                treeFunctions + """

                    begin() { rm -rf t files.sqlite*; plant t 2; look t > before; contents t > contents; act \(action); }
                    traced() { strace -f -qq -o log -e trace=$1 $2 "$TIEOUT" files apply --yes -q > out 2>&1; }
                    whole() { contents t > now; cmp contents now || echo "$1 of $call $2: a content is gone"; }
                    for call in \(Self.calls); do
                        begin; traced $call; many=$(grep -c "$call(" log)
                        k=$((\(isWhole ? "1" : "many * \(fifths) / 5 + 1"))); while [ $k -le $many ]; do
                            begin
                            traced $call "-e inject=$call:\(fault):when=$k" 2> /dev/null
                            code=$?; [ $code -le 2 ] || [ $code = 137 ] || echo "$call $k: ended with $code"
                            whole apply $k
                            if [ $((k % 2)) = 0 ]; then
                                "$TIEOUT" files apply --yes -q 2> errors || cat errors
                                whole 'another apply' $k
                            fi
                            # Applying twice may be two runs, where the first came to its end; each is taken back by itself.
                            for run in 1 2; do
                                "$TIEOUT" files undo -q 2> errors || grep -q 'holds nothing' errors || cat errors
                            done
                            [ $(ask "SELECT coalesce(sum(begun), 0) FROM batches") = 0 ] || echo "$call $k: left open"
                            look t > after; cmp before after || diff before after
                            [ $(ask 'PRAGMA integrity_check') = ok ] || echo damaged
                            k=$((k + \(isWhole ? "1" : "many")))
                        done
                    done
                    """, to: ".captured.sh")
            let outcome = try place.shell("exec sh .captured.sh")
            #expect(outcome.output == "" && outcome.errors == "" && outcome.code == 0)
        }

        @Test(arguments: [("quarantine", 1), ("hardlink", 2), ("symlink", 3)])
        func killedAtEveryWrite(action: String, fifths: Int) throws {
            try prove("signal=KILL", action, from: fifths)
        }

        @Test(arguments: [("EIO", 2), ("ENOSPC", 4)])
        func everyWriteFails(error: String, fifths: Int) throws {
            try prove("error=\(error)", "hardlink", from: fifths)
        }

        /// Of a first scan, and of a second one: what was stored stays, and the next scan goes on.
        @Test(arguments: ["signal=KILL", "error=ENOSPC"], [false, true])
        func scansGoOnAfterFaults(fault: String, isSecond: Bool) throws {
            let isWhole = ProcessInfo.processInfo.environment["TIEOUT_SOAK"] != nil
            let place = try Workplace()
            try place.write(
                treeFunctions + """

                    begin() {
                        rm -rf t files.sqlite*; plant t 5; \(isSecond ? "" : "return")
                        "$TIEOUT" files scan t -q; rm t/a/1; printf new > t/a/new; cp t/a/new t/b
                    }
                    traced() { strace -f -qq -o log -e trace=$1 $2 "$TIEOUT" files scan t -q > out 2>&1; }
                    for call in fsync fdatasync pwrite64 ftruncate unlink; do
                        begin; traced $call; many=$(grep -c "$call(" log)
                        k=$((\(isWhole ? "1" : "many * 3 / 5 + 1"))); while [ $k -le $many ]; do
                            begin; traced $call "-e inject=$call:\(fault):when=$k" 2> /dev/null
                            # Reading says one thing or another, and changes nothing.
                            "$TIEOUT" files report > out 2>&1; [ $? -le 2 ] || cat out
                            \(isSecond ? "[ $(ask 'SELECT count(*) FROM scan_duplicates WHERE scan_id = 1') = 10 ] || echo $call $k: lost" : "")
                            "$TIEOUT" files scan t -q 2> errors || cat errors
                            [ $(ask 'SELECT count(*) FROM duplicates') = 10 ] || echo "$call $k: wrong"
                            [ $(ask 'PRAGMA integrity_check') = ok ] || echo "$call $k: damaged"
                            k=$((k + \(isWhole ? "1" : "many")))
                        done
                    done
                    """, to: ".captured.sh")
            let outcome = try place.shell("exec sh .captured.sh")
            #expect(outcome.output == "" && outcome.errors == "" && outcome.code == 0)
        }
    }
}
