import Foundation
import Testing

/// Whether file systems can be made in files and mounted: for root alone, in a namespace of its own.
private let canMountImages: Bool = {
    guard geteuid() == 0 else { return false }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
        "-c",
        """
        set -e; image=$(mktemp); trap 'rm -f $image' EXIT
        truncate -s 120M $image; mkfs.btrfs -q $image
        unshare -m mount -o loop $image /mnt
        """,
    ]
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}()

extension ProgramTests {
    /// What file systems and their owners allow.
    @Suite("Files, file systems and rights") struct FilesRightsTests {
        private func script(
            _ shell: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
        ) throws -> [String] {
            let place = try Workplace()
            try place.write(treeFunctions + "\n" + text, to: ".captured.sh")
            let outcome = try place.shell("exec \(shell) .captured.sh")
            #expect(outcome.code == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
            #expect(outcome.errors == "", sourceLocation: sourceLocation)
            return outcome.output.split(separator: "\n").map(String.init)
        }

        @Test(
            "A reflink joins only what the kernel finds equal, at all sizes",
            .enabled(if: canMountImages, "no btrfs can be mounted here"))
        func reflinks() throws {
            let lines = try script(
                "unshare -m sh",
                """
                truncate -s 120M image; mkfs.btrfs -q image > /dev/null 2>&1; mkdir t; mount -o loop image t; rm image
                btrfs -q subvolume create t/sub; mkdir t/a t/b
                for size in 1 4095 4096 4097 100000 300001; do
                    head -c $size /dev/urandom > t/a/$size
                    cp --reflink=never t/a/$size t/b/$size; cp --reflink=never t/a/$size t/sub/$size
                    chmod 600 t/b/$size
                done
                sync; touch -d '2001-01-01' t/b/* t/a t/b; touch -d '2002-02-02' t
                look t > before; act reflink
                ask 'SELECT count(*) FROM plan_actions'
                "$TIEOUT" files apply --yes -q; echo $?
                look t > after; cmp before after && echo same
                sync; filefrag -v t/b/300001 | grep -c shared
                # What changes behind the plan's back is left, whatever its times say.
                cp --reflink=never t/a/100000 t/b/new; sync; act reflink
                printf x | dd of=t/b/new conv=notrunc bs=1 seek=99999 2>/dev/null
                contents t | sha256sum > before
                "$TIEOUT" files apply --yes -q; echo $?
                contents t | sha256sum > after; cmp before after && echo same
                """)
            // Files of a few bytes lie among the facts of a file system, and have no storage to share.
            #expect(lines.count == 6 && lines[2...] == ["same", "1", "1", "same"], "\(lines)")
        }

        @Test(
            "A file system that is full to the last block, and mounted anew under another number",
            .enabled(if: canMountImages, "no file system can be mounted here"))
        func mountedAnew() throws {
            let lines = try script(
                "unshare -m sh",
                """
                truncate -s 2M image; mkfs.ext4 -q -m 0 -b 1024 -O ^has_journal image
                truncate -s 2M other; mkfs.ext4 -q -m 0 -b 1024 -O ^has_journal other
                mkdir t u; mount -o loop image t; plant t 20; look t > before; act quarantine
                fill t; look t > full
                "$TIEOUT" files apply -q; echo $?
                ask "SELECT DISTINCT reason FROM actions"
                look t > after; cmp full after && echo same
                rm t/fill; touch -d '2002-02-02' t
                "$TIEOUT" files apply -q; echo $?
                umount t; mount -o loop other u; mount -o loop image t
                "$TIEOUT" files undo -q; echo $?
                look t > after; cmp before after && echo same
                umount u
                """)
            #expect(lines == ["1", "full", "same", "0", "0", "same"])
        }

        @Test("Somebody who may not change a folder, or whose quarantine another owns, changes nothing")
        func rights() throws {
            let isRoot = geteuid() == 0
            let lines = try script(
                "sh",
                """
                somebody() { \(isRoot ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "")"$@"; }
                mkdir place; cd place; plant t 3\(isRoot ? "; chown -R 65534:65534 ." : "")
                for action in quarantine hardlink symlink delete; do
                    somebody "$TIEOUT" files scan t -q; somebody "$TIEOUT" files plan --action $action --any-attributes -q
                    chmod 555 t/b; touch -d '2002-02-02' t; look t > ../before
                    somebody "$TIEOUT" files apply --yes -q; echo $?
                    ask "SELECT DISTINCT reason FROM actions WHERE plan_id = (SELECT max(plan_id) FROM plans)"
                    # An empty quarantine may stay: its folder is made before the file is touched.
                    rmdir t/.tieout-quarantine/* t/.tieout-quarantine 2>/dev/null; touch -d '2002-02-02' t
                    look t > ../after; cmp ../before ../after && echo same
                    chmod 755 t/b
                    chmod 000 t/b/1; somebody "$TIEOUT" files apply --yes -q; echo $?; chmod 640 t/b/1
                    contents t | wc -l
                    [ $action = delete ] || somebody "$TIEOUT" files undo -q
                done
                """)
            #expect(
                lines == Array(repeating: ["1", "notPermitted", "same", "1", "3"], count: 4).flatMap { $0 },
                "\(lines)")
        }
    }
}
