import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// Trees that nobody would make on purpose.
    @Suite("Files of odd trees") struct FilesOddTests {
        @Test(arguments: ["quarantine", "hardlink", "symlink"])
        func oddNamesAndKindsComeBack(action: String) throws {
            let place = try Workplace()
            let outcome = try place.shell(
                treeFunctions + """

                    # Names as bytes, a path beyond what one call takes, and whatever else a tree can hold.
                    state() {
                        (cd t && find . -printf '%p %y %m %U:%G %s %T@ %n %l\\0' | LC_ALL=C sort -z | tr '\\0' '\\n'
                            find . -type f -print0 | LC_ALL=C sort -z | xargs -0r cat | sha256sum)
                    }
                    mkdir -p t/a t/b "t/.tieout-quarantine-not" 't/ ' t/-rf
                    for name in ' ' '  x ' '-rf' '*' '?' '[a]' '$HOME' '`id`' '"' "'" '\\' '\\n' '%s' '~' \\
                        "$(printf 'a\\nb')" "$(printf '\\t\\r\\033[31m')" "$(printf '\\377\\376')" '.hidden' '...' \\
                        "$(printf %255s x)" 'é' "$(printf 'e\\314\\201')" 'CON' 'a|b' 'x -> y' '.tieout-1'; do
                        for d in a b ' ' -rf; do printf "content %s" "$name" > "t/$d/$name"; done
                    done
                    ln t/a/CON t/a/LINK; ln t/b/CON t/-rf/LINK; ln -s ../a/CON t/b/soft; ln -s nowhere t/b/broken; ln -s . t/b/self
                    mkfifo t/b/fifo; : > t/a/empty; : > t/b/empty; truncate -s 1M t/a/hole; truncate -s 1M t/b/hole
                    head -c 1048576 /dev/zero > t/b/zeros
                    chmod 4755 t/b/CON; chmod 444 't/b/*'; chmod 0 't/b/?'
                    (cd t/b && for i in $(seq 20); do d=$(printf %0200d $i); mkdir $d && cd $d || exit; done
                        printf deep > file && printf deep > copy)
                    touch -d '1960-01-01' t/b/x*; touch -d '2100-01-01' 't/b/$HOME'; touch -d 2002-02-02 t/a t/b t/-rf 't/ ' t
                    state > before; act \(action)
                    "$TIEOUT" files apply --yes > out; echo $? $(tail -n 3 out | head -n 1 | cut -d, -f1)
                    state > applied; cmp -s before applied || echo changed
                    "$TIEOUT" files undo -q; echo $?
                    state > after; cmp before after && echo same
                    ask 'PRAGMA integrity_check'
                    """)
            #expect(outcome.errors == "", "\(outcome.errors)")
            let lines = outcome.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 5, "\(lines)")
            #expect(Array(lines.suffix(3)) == ["0", "same", "ok"])
        }

        /// Neither can know of the other: each looks whether its copy is still there after it has moved a file.
        @Test(arguments: ["quarantine", "hardlink", "symlink", "delete"])
        func twoRunsOfOppositePlansLoseNothing(action: String) throws {
            let place = try Workplace()
            let outcome = try place.shell(
                treeFunctions + """

                    plant t 60; contents t > contents
                    for keep in a b; do
                        "$TIEOUT" files scan t -o $keep.sqlite -q
                        "$TIEOUT" files plan $keep.sqlite --keep in:t/$keep --action \(action) --any-attributes -q
                    done
                    for keep in a b; do
                        "$TIEOUT" files apply $keep.sqlite --yes -q 2> errors.$keep || [ $? = 1 ] || cat errors.$keep &
                    done
                    wait; contents t > now; cmp contents now && echo whole
                    for keep in a b a; do "$TIEOUT" files undo $keep.sqlite -q > /dev/null 2>&1; done
                    contents t > now; cmp contents now && echo whole
                    """)
            #expect(outcome.output == "whole\nwhole\n" && outcome.errors == "", "\(outcome)")
        }
    }
}
