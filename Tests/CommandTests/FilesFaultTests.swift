import Foundation
import Testing

/// What the machine itself does to a run: file systems that are full, read-only or gone.
extension ProgramTests {
    @Suite(
        "Files on a failing machine",
        .enabled(if: canMount, "no file system can be mounted here, not even in a namespace"))
    struct FilesFaultTests {
        private func script(
            _ text: String, sourceLocation: SourceLocation = #_sourceLocation
        ) throws -> [String] {
            let place = try Workplace()
            try place.write(treeFunctions + "\n" + text, to: ".captured.sh")
            let outcome = try place.shell("exec unshare -mr sh .captured.sh")
            #expect(outcome.code == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
            #expect(outcome.errors == "", sourceLocation: sourceLocation)
            return outcome.output.split(separator: "\n").map(String.init)
        }

        /// Reasons of steps that were skipped, each once.
        private static let reasons =
            "ask \"SELECT DISTINCT reason FROM actions WHERE result = 'skipped'\""

        @Test(
            "No room for a folder, a link or a name: what has no room is skipped, undo needs none",
            arguments: ["quarantine", "hardlink", "symlink", "delete"])
        func noRoom(action: String) throws {
            let lines = try script(
                """
                mkdir t && mount -t tmpfs -o size=1m,nr_inodes=60 none t
                plant t 10; look t > before; contents t > contents; act \(action)
                # Not one inode is left, then four: the quarantine takes up to three.
                i=0; while (: > t/a/fill$i) 2>/dev/null; do i=$((i+1)); done
                touch -d '2002-02-02' t/a
                "$TIEOUT" files apply --yes > out; echo $?
                \(Self.reasons); tail -n 1 out
                for i in 0 1 2 3; do rm t/a/fill$i; done
                "$TIEOUT" files apply --yes > out; echo $?
                rm t/a/fill*; touch -d '2002-02-02' t/a
                contents t > now; cmp contents now
                [ \(action) = delete ] && exit
                "$TIEOUT" files undo -q 2>/dev/null; look t > after; cmp before after && echo same
                # What had no room goes on when there is some.
                act \(action); "$TIEOUT" files apply --yes -q; echo $?
                fill t
                "$TIEOUT" files undo -q; echo $?
                rm t/fill; touch -d '2002-02-02' t; look t > after; cmp before after && echo same
                """)
            #expect(lines.prefix(3) == ["1", "full", "applied: 0 files, 0 B; 10 skipped"], "\(lines)")
            // A link takes an inode, or here the room for one, so that not all find any.
            let isLink = action == "symlink" || action == "hardlink"
            #expect(lines.dropFirst(3).first == (isLink ? "1" : "0"), "\(lines)")
            if action != "delete" { #expect(lines.suffix(4) == ["same", "0", "0", "same"], "\(lines)") }
        }

        @Test("The journal has no room: the run ends at once, and what it began comes back", arguments: 0..<6)
        func journalWithoutRoom(step: Int) throws {
            let lines = try script(
                """
                mkdir t db && plant t 60 && look t > before && contents t > contents
                mount -t tmpfs -o size=4m none db
                files=db/f.sqlite
                "$TIEOUT" files scan t -o $files -q && "$TIEOUT" files plan $files --action hardlink --any-attributes -q
                fill db; truncate -s -$((\(step) * 90 + 60))k db/fill
                "$TIEOUT" files apply $files --yes 2> errors; echo $?
                grep -c 'db/f.sqlite: the disk is full; free some space' errors
                contents t > now; cmp contents now
                "$TIEOUT" files undo $files -q 2> errors; [ $? -le 2 ] || echo bad
                contents t > now; cmp contents now
                rm db/fill
                "$TIEOUT" files undo $files -q 2> errors || grep -q 'holds nothing that was applied' errors || cat errors
                look t > after; cmp before after && echo same
                sqlite3 $files 'PRAGMA integrity_check; SELECT sum(begun) FROM batches'
                ls db
                """)
            #expect(lines.first == "2" && lines.dropFirst().first == "1", "\(lines)")
            #expect(lines.contains("same") && lines.contains("ok"), "\(lines)")
            #expect(lines.last == "f.sqlite" && !lines.contains("bad"), "\(lines)")
        }

        @Test("A scan without room for its database leaves earlier scans, and goes on when there is room")
        func scanWithoutRoom() throws {
            let lines = try script(
                """
                mkdir t db && plant t 10
                for size in 16k 32k 64k 128k 200k; do
                    mount -t tmpfs -o size=$size none db
                    "$TIEOUT" files scan t -o db/f.sqlite -q 2> errors; echo $? $(wc -l < errors)
                    "$TIEOUT" files plan db/f.sqlite -q 2> errors; [ $(wc -l < errors) = 1 ] || cat errors
                    mount -o remount,size=4m none db
                    "$TIEOUT" files scan t -o db/f.sqlite -q; echo $?
                    umount db
                done
                mount -t tmpfs -o size=4m none db
                "$TIEOUT" files scan t -o db/f.sqlite -q
                sqlite3 db/f.sqlite 'SELECT * FROM duplicates ORDER BY path' > before
                i=0; while [ $i -lt 9000 ]; do i=$((i+1)); : > t/a/a-long-name-to-take-some-room-$i; done
                fill db
                "$TIEOUT" files scan t -o db/f.sqlite -q 2> errors; echo $? $(wc -l < errors)
                sqlite3 db/f.sqlite 'SELECT * FROM duplicates ORDER BY path' > after
                cmp before after && echo same
                sqlite3 db/f.sqlite 'PRAGMA integrity_check'
                """)
            #expect(
                lines == Array(repeating: ["2 1", "0"], count: 5).flatMap { $0 } + ["2 1", "same", "ok"])
        }

        @Test(
            "Read-only between plan and apply, and between apply and undo",
            arguments: ["quarantine", "hardlink", "symlink", "delete"])
        func readOnly(action: String) throws {
            let lines = try script(
                """
                mkdir t && mount -t tmpfs none t && plant t 3; look t > before; act \(action)
                mount -o remount,ro none t
                "$TIEOUT" files apply --yes > out; echo $?
                \(Self.reasons); tail -n 1 out; look t > after; cmp before after && echo same
                [ \(action) = delete ] && exit
                mount -o remount,rw none t
                "$TIEOUT" files apply --yes -q; echo $?
                mount -o remount,ro none t; look t > applied
                "$TIEOUT" files undo -q; echo $?
                "$TIEOUT" files purge --yes -q; echo $?
                look t > after; cmp applied after && echo same
                mount -o remount,rw none t
                "$TIEOUT" files undo -q; echo $?
                look t > after; cmp before after && echo same
                """)
            let first = ["1", "readOnly", "applied: 0 files, 0 B; 3 skipped", "same"]
            #expect(lines == first + (action == "delete" ? [] : ["0", "1", "1", "same", "0", "same"]))
        }

        @Test(
            "Not mounted when it is undone or applied: nothing is touched, and later all is done",
            arguments: ["quarantine", "hardlink", "symlink"])
        func notMounted(action: String) throws {
            let lines = try script(
                """
                mkdir t real && mount -t tmpfs none real && plant real 3 && mount --bind real t
                look t > before; act \(action)
                umount t
                "$TIEOUT" files apply --yes -q; echo $?
                ls -A t; look real > after; cmp before after && echo same
                mount --bind real t
                "$TIEOUT" files apply --yes -q; echo $?
                umount t; look real > applied
                "$TIEOUT" files undo -q; echo $?
                "$TIEOUT" files purge --yes -q; echo $?
                ls -A t; look real > after; cmp applied after && echo same
                \(Self.reasons)
                mount --bind real t
                "$TIEOUT" files undo -q; echo $?
                look t > after; cmp before after && echo same
                """)
            #expect(lines == ["1", "same", "0", "1", "1", "same", "treeReplaced", "0", "same"])
        }

        @Test("A file system whose mounts begin and end within the tree: each has its own quarantine")
        func mountsWithin() throws {
            let lines = try script(
                """
                mkdir -p t/m && mount -t tmpfs none t/m && mkdir t/m/deep && mount -t tmpfs none t/m/deep
                for d in t t/m t/m/deep; do printf same > $d/file; printf other > $d/other; done
                look t > before; contents t > contents
                for action in quarantine symlink; do
                    act $action; "$TIEOUT" files apply --yes -q; echo $?
                    find t -path '*quarantine*' -type f | cut -d/ -f1-4 | sed 's/202.*//' | sort
                    contents t > now; cmp contents now
                    "$TIEOUT" files undo -q; echo $?
                    look t > after; cmp before after && echo same
                done
                act hardlink; ask 'SELECT reason, files FROM plan_left_over WHERE plan_id = 3'
                """)
            let aside = [
                "t/.tieout-quarantine/", "t/m/.tieout-quarantine/", "t/m/.tieout-quarantine/",
                "t/m/deep/.tieout-quarantine",
            ]
            #expect(
                lines == (["0"] + aside + ["0", "same"]) + (["0"] + aside + ["0", "same"]) + ["otherDevice|6"]
            )
        }
    }
}
