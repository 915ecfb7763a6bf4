import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is wrong, what the program is told, and the words its one line must hold.
struct BadInput: Sendable, CustomTestStringConvertible {
    var name: String
    var arguments: [String]
    var words: [String]
    var job: String?

    init(_ name: String, _ arguments: [String], words: [String], job: String? = nil) {
        (self.name, self.arguments, self.words, self.job) = (name, arguments, words, job)
    }

    var testDescription: String { name }

    /// A job over the small exports with `body` in it.
    static func job(_ name: String, _ body: String, words: [String]) -> BadInput {
        BadInput(
            name, ["match", "left.csv", "right.csv", "--job", "job.yaml"], words: ["job.yaml"] + words,
            job: body)
    }
}

private let run = ["match", "left.csv", "right.csv"]

private let inputs: [BadInput] = [
    BadInput("missing", ["match", "none.csv", "right.csv"], words: ["none.csv", "no such file"]),
    BadInput(
        "missing on the right", ["match", "left.csv", "none.csv"], words: ["none.csv", "no such file"]),
    BadInput(
        "a key without a name", ["diff", "left.csv", "right.csv", "--key", ""],
        words: ["--key names no column"]),
    BadInput("missing in a dedupe", ["dedupe", "none.csv"], words: ["none.csv", "no such file"]),
    BadInput("directory", ["match", "folder", "right.csv"], words: ["folder", "directory"]),
    BadInput("empty file", ["match", "empty.csv", "right.csv"], words: ["empty.csv", "empty"]),
    BadInput("header only", ["match", "left.csv", "header.csv"], words: ["header.csv", "no records"]),
    BadInput("header only in a dedupe", ["dedupe", "header.csv"], words: ["header.csv", "no records"]),
    BadInput(
        "nothing to compare", ["match", "left.csv", "other.csv"], words: ["left.csv", "compared", "job file"]),
    BadInput(
        "ids that repeat", ["match", "twice.csv", "right.csv", "--left-id", "id"],
        words: ["twice.csv", "'L1'", "records 1 and 3", "--left-id"]),
    BadInput(
        "ids that repeat on the right", ["match", "left.csv", "twice.csv", "--right-id", "id"],
        words: ["twice.csv", "'L1'", "--right-id"]),
    BadInput(
        "ids that repeat in a dedupe", ["dedupe", "twice.csv", "--id", "id"],
        words: ["twice.csv", "'L1'", "--id"]),
    BadInput(
        "unknown column", run + ["--left-id", "idd"], words: ["left.csv", "'idd'", "did you mean 'id'"]),
    BadInput(
        "unknown column on the right", run + ["--right-id", "noo"],
        words: ["right.csv", "'noo'", "did you mean 'no'"]),
    BadInput(
        "unknown column to exclude", run + ["--exclude", "citty"], words: ["'citty'", "did you mean 'city'"]),
    BadInput(
        "ambiguous column", ["match", "ambiguous.csv", "right.csv", "--left-id", "name"],
        words: ["ambiguous.csv", "'name'", "'Name'", "'NAME'"]),
    BadInput("binary", ["match", "binary.csv", "right.csv"], words: ["binary.csv", "binary"]),
    BadInput("output onto an input", run + ["-o", "left.csv"], words: ["left.csv", "input", "-o"]),
    BadInput(
        "output onto the other input", run + ["-o", "./right.csv"], words: ["right.csv", "input", "-o"]),
    BadInput(
        "output onto a foreign file", run + ["-o", "foreign.txt"],
        words: ["foreign.txt", "not a Tieout result", "-o"]),
    BadInput("output onto a folder", run + ["-o", "folder"], words: ["folder", "directory"]),
    BadInput(
        "output into no folder", run + ["-o", "nowhere/r.sqlite"],
        words: ["nowhere/r.sqlite", "cannot be written"]),
    BadInput(
        "thresholds crossed", run + ["--threshold", "0.3", "--review", "0.6"],
        words: ["review threshold 0.6", "0.3"]),
    BadInput("no probability", run + ["--threshold", "1.5"], words: ["--threshold", "1.5"]),
    BadInput(
        "no cardinality", run + ["--cardinality", "one-to-two"],
        words: ["'one-to-two'", "did you mean 'one-to-one'"]),
    BadInput(
        "clusters of two sources", run + ["--cardinality", "clusters"],
        words: ["--cardinality", "tieout dedupe"]),
    BadInput(
        "too many pairs", run + ["--max-pairs", "3"], words: ["--max-pairs", "allows 3", "the rule '"]),
    BadInput("no threads", run + ["--threads", "0"], words: ["--threads", "1 to 256"]),
    BadInput("too little memory", run + ["--memory", "1M"], words: ["--memory", "1 MiB", "take most"]),
    BadInput(
        "none can be read", ["match", "short.csv", "right.csv"],
        words: ["short.csv:2:", "2 in all", "--delimiter"]),
    BadInput("no size", run + ["--memory", "lots"], words: ["--memory", "'lots'"]),
    BadInput("no delimiter", run + ["--delimiter", "ab"], words: ["--delimiter", "'ab'"]),
    BadInput("missing job", run + ["--job", "none.yaml"], words: ["none.yaml", "check the path"]),
    BadInput("missing model", run + ["--model", "none.json"], words: ["none.json", "check the path"]),
    BadInput("no model", run + ["--model", "truth.csv"], words: ["truth.csv", "model"]),
    BadInput("missing decisions", run + ["--decisions", "none.csv"], words: ["none.csv", "no such file"]),
    BadInput(
        "decisions about nobody", run + ["--decisions", "nobody.csv"],
        words: ["nobody.csv", "'L7'", "decision 1"]),
    BadInput(
        "decisions that decide nothing", run + ["--decisions", "perhaps.csv"],
        words: ["perhaps.csv", "'perhaps'"]),
    BadInput(
        "decisions that contradict each other", run + ["--decisions", "both.csv"],
        words: ["both.csv", "decisions 1 and 3", "'L1000'", "'R5000'"]),
    BadInput("one source", ["match", "left.csv"], words: ["two sources"]),
    BadInput("no source", ["dedupe"], words: ["a source is needed"]),
    .job(
        "unknown key", "left: left.csv\nthreshhold: 0.5\n",
        words: ["job.yaml:2:", "'threshhold'", "did you mean 'threshold'"]),
    .job(
        "unknown key of a field", "fields:\n  - name: n\n    kind: name\n    lefft: last_name\n",
        words: ["job.yaml:4:", "'lefft'", "did you mean 'left'"]),
    .job(
        "unknown key of a part of a rule", "rules:\n  - all:\n      - {field: city, tke: digits}\n",
        words: ["job.yaml:3:", "'tke'", "did you mean 'take'"]),
    .job(
        "unknown key of a rule", "rules:\n  - any:\n      - {field: city}\n",
        words: ["job.yaml:2:", "'any'", "did you mean 'all'"]),
    .job(
        "unknown kind", "fields:\n  - name: n\n    kind: naem\n    left: city\n",
        words: ["job.yaml:3:", "'naem'", "did you mean 'name'"]),
    .job("a number that is none", "threads: many\n", words: ["threads"]),
    .job("no YAML", "left: [a\n", words: ["not valid YAML"]),
    .job("no probability of a match", "prior: 2\n", words: ["prior 2"]),
    .job("thresholds crossed in a job", "threshold: 0.2\nreview: 0.9\n", words: ["review threshold 0.9"]),
]

/// Errors in parts of a job that are looked at after the file is read.
private let laterInputs: [BadInput] = [
    BadInput(
        "unknown comparator", run + ["--job", "job.yaml"],
        words: ["'jarowinkler >= 0.9'", "did you mean 'jaroWinkler >= 0.9'"],
        job:
            "fields:\n  - name: n\n    kind: name\n    left: last_name\n    right: surname\n    levels: [exact, jarowinkler >= 0.9]\n"
    ),
    BadInput(
        "unknown field of a rule", run + ["--job", "job.yaml"],
        words: ["'lastname'", "did you mean 'last_name'"],
        job:
            "fields:\n  - {name: last_name, kind: name, left: last_name, right: surname}\nrules:\n  - all: [{field: lastname}]\n"
    ),
    BadInput(
        "unknown part of a rule", run + ["--job", "job.yaml"],
        words: ["'prefiks 4'", "did you mean 'prefix 4'"],
        job:
            "fields:\n  - {name: last_name, kind: name, left: last_name, right: surname}\nrules:\n  - all: [{field: last_name, take: prefiks 4}]\n"
    ),
    BadInput(
        "two fields of one name", run + ["--job", "job.yaml"],
        words: ["two fields are called 'name'", "a name of its own"],
        job:
            "fields:\n  - {name: name, kind: name, left: first_name, right: given_name}\n  - {name: name, kind: name, left: last_name, right: surname}\n"
    ),
    BadInput(
        "weights for some fields only", run + ["--job", "job.yaml"],
        words: ["city", "has no weights"],
        job:
            "fields:\n  - {name: last_name, kind: name, left: last_name, right: surname, levels: [exact], weights: [8, -4]}\n  - {name: city, kind: category, left: city, right: town}\n"
    ),
    BadInput(
        "a weight missing", run + ["--job", "job.yaml"],
        words: ["last_name", "1 weights for 1 levels", "a last one"],
        job:
            "fields:\n  - {name: last_name, kind: name, left: last_name, right: surname, levels: [exact], weights: [8]}\n"
    ),
    BadInput(
        "unknown column of a field", run + ["--job", "job.yaml"],
        words: ["right.csv", "'surnam'", "did you mean 'surname'"],
        job: "fields:\n  - {name: last_name, kind: name, left: last_name, right: surnam}\n"),
]

extension ProgramTests {
    @Suite struct BadInputTests {
        private func place(_ job: String? = nil) throws -> Workplace {
            let place = try Workplace()
            try place.write(SmallPeople(left: 60, right: 50, common: 40))
            try FileManager.default.createDirectory(
                atPath: place.path("folder"), withIntermediateDirectories: false)
            try place.write("", to: "empty.csv")
            try place.write("id,first_name,last_name\n", to: "header.csv")
            try place.write("voltage\n1.5\n2.75\n3.125\n9.25\n", to: "other.csv")
            try place.write(
                "id,first_name,last_name\nL1,anna,beck\nL2,bela,dorn\nL1,carl,ems\n", to: "twice.csv")
            try place.write("Name,NAME,city\nanna,beck,bonn\nbela,dorn,köln\n", to: "ambiguous.csv")
            try Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 % 3 == 0 ? 0 : $0 &* 7) }).write(
                to: place.folder.appendingPathComponent("binary.csv"))
            try place.write("id,first_name,last_name\nL1,anna,beck,x\nL2,bela,dorn,y\n", to: "short.csv")
            try place.write("not a result\n", to: "foreign.txt")
            try place.write("left_id,right_id,verdict\nL7,R5000,match\n", to: "nobody.csv")
            try place.write("left_id,right_id,verdict\nL1000,R5000,perhaps\n", to: "perhaps.csv")
            try place.write(
                "left_id,right_id,verdict\nL1000,R5000,match\nL1000,R5001,no match\nL1000,R5000,no match\n",
                to: "both.csv")
            if let job { try place.write(job, to: "job.yaml") }
            return place
        }

        @Test(arguments: inputs + laterInputs)
        func isRefusedInOneLineAndChangesNothing(bad: BadInput) throws {
            let place = try place(bad.job)
            // An earlier result stands where the run would write, wherever that is.
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            let before = try place.files
            let contents = try before.filter { $0 != "folder" }.map { try place.bytes($0) }
            let arguments = bad.arguments + (bad.arguments.contains("-o") ? [] : ["-o", "r.sqlite"]) + ["-q"]
            let outcome = try place.run(arguments)
            #expect(outcome.code == 2)
            #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
            #expect(outcome.errors.hasPrefix("tieout: "))
            for word in bad.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
            #expect(outcome.output.isEmpty)
            #expect(try place.files == before)
            #expect(try before.filter { $0 != "folder" }.map { try place.bytes($0) } == contents)
        }

        @Test(.enabled(if: geteuid() != 0, "the superuser may read and write everything"))
        func whatMayNotBeReadOrWrittenIsRefused() throws {
            let place = try place()
            chmod(place.path("left.csv"), 0)
            let unreadable = try place.run("match", "left.csv", "right.csv", "-o", "r.sqlite")
            #expect(
                unreadable.code == 2 && unreadable.errorLines.count == 1
                    && unreadable.errors.contains("left.csv"))
            chmod(place.path("left.csv"), 0o600)
            chmod(place.path("folder"), 0o500)
            let unwritable = try place.run("match", "left.csv", "right.csv", "-o", "folder/r.sqlite")
            #expect(
                unwritable.code == 2 && unwritable.errorLines.count == 1
                    && unwritable.errors.contains("folder/r.sqlite"))
            chmod(place.path("folder"), 0o700)
        }

        @Test func recordsThatCannotBeReadAreListedOrEndTheRun() throws {
            let place = try place()
            let people = SmallPeople(left: 60, right: 50, common: 40)
            let lines = csv(people.left).split(separator: "\n").map(String.init)
            try place.write(
                (lines[...20] + ["L9,too,many,fields,in,this,record,here"] + lines[21...]).joined(
                    separator: "\n") + "\n", to: "left.csv")
            let strict = try place.run("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q", "--strict")
            #expect(strict.code == 2 && strict.errors.hasPrefix("tieout: left.csv:22: "))
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            #expect(try place.rows("r.sqlite", "SELECT source, line FROM rejects") == ["left.csv|22"])
        }
    }
}
