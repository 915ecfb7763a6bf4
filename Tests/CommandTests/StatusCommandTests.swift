import Foundation
import Testing

extension ProgramTests {
    /// `--status` from outside: a run that waits for its input answers while it waits.
    @Suite struct StatusCommandTests {
        @Test func aRunTellsOfItselfUntilItEnds() throws {
            let place = try Workplace()
            try place.write(SmallPeople(left: 60, right: 50, common: 40))
            // The right source comes through a pipe that this script holds open while it asks.
            let outcome = try place.shell(
                """
                mkfifo pipe
                "$TIEOUT" match left.csv pipe -o r.sqlite --status 0 2>log >out &
                exec 3>pipe
                for turn in $(seq 200); do
                    address=$(sed -n 's/^status: //p' log)
                    [ -n "$address" ] && break
                    sleep 0.05
                done
                curl -s "${address}health" && echo
                curl -s "${address}status" >status.json
                curl -s "${address}metrics" >metrics.txt
                curl -s "${address}" >page.html
                curl -s -o /dev/null -w '%{http_code}\\n' -X POST "${address}status"
                cat right.csv >&3
                exec 3>&-
                wait $!
                echo "ended with $?"
                curl -s "${address}health" || echo "nobody answers any more"
                """)
            let lines = outcome.output.split(separator: "\n").map(String.init)
            let log = try place.text("log")
            #expect(lines.count == 4, "\(outcome.output)\(outcome.errors)\(log)")
            #expect(lines.first?.contains("ok") == true)
            #expect(lines.dropFirst() == ["405", "ended with 0", "nobody answers any more"])
            let status = try JSONSerialization.jsonObject(with: place.bytes("status.json")) as? [String: Any]
            #expect(status?["run"] as? String == "match left.csv pipe")
            #expect(status?["stage"] != nil)
            #expect(try place.text("metrics.txt").contains("# TYPE "))
            #expect(try place.text("page.html").contains("<html"))
            #expect(try place.matches("r.sqlite").count > 30)
        }

        @Test func noAddressIsRefused() throws {
            let place = try Workplace()
            try place.write(SmallPeople(left: 60, right: 50, common: 40))
            let outcome = try place.run("match", "left.csv", "right.csv", "--status", "nowhere:99999999")
            #expect(outcome.code == 2 && outcome.errorLines.count == 1, "\(outcome.errors)")
        }
    }
}
