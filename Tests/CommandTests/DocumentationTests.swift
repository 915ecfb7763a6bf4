import Foundation
import Testing

/// What the documents show works: their examples run, their links lead somewhere, and the schema of
/// the job file knows what the program knows.
@Suite("Documentation")
struct DocumentationTests {
    @Test("every example runs", .enabled(if: binary != nil, "TIEOUT_BINARY is not set"), arguments: documents)
    func examples(_ document: String) throws {
        let blocks = codeBlocks(try text(of: document))
        let workshop = try Workshop()
        defer { workshop.remove() }
        for block in blocks {
            if let name = block.fileName {
                try workshop.write(block.lines.joined(separator: "\n") + "\n", to: name)
            } else if let script = block.script {
                let run = try workshop.run(script)
                #expect(run.status == 0, "\(document): \(script)\n\(run.output)")
            }
        }
    }

    @Test("the README and the guide to matching have examples", arguments: ["README.md", "docs/matching.md"])
    func someExamples(_ document: String) throws {
        #expect(codeBlocks(try text(of: document)).contains { $0.script != nil })
    }

    @Test("every link to a file leads to one", arguments: documents)
    func links(_ document: String) throws {
        let folder = root.appendingPathComponent(document).deletingLastPathComponent()
        for target in linkTargets(try text(of: document)) {
            let file = folder.appendingPathComponent(target)
            #expect(FileManager.default.fileExists(atPath: file.path), "\(document) links to \(target)")
        }
    }

    @Test(
        "the schema of strategies knows their keys, and points only at keys of a job",
        .enabled(if: binary != nil, "TIEOUT_BINARY is not set"))
    func strategySchema() throws {
        func object(_ name: String) throws -> [String: Any] {
            let data = try Data(contentsOf: root.appendingPathComponent("docs/\(name)"))
            return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        }
        let job = try #require(try object("job.schema.json")["properties"] as? [String: Any])
        let schema = try object("strategies.schema.json")
        let list = try #require(
            (schema["properties"] as? [String: Any])?["strategies"] as? [String: Any])
        let keys = try #require((list["items"] as? [String: Any])?["properties"] as? [String: [String: Any]])
        for key in keys.values {
            guard let reference = key["$ref"] as? String else { continue }
            #expect(reference.hasPrefix("job.schema.json#/properties/"))
            #expect(job[String(reference.split(separator: "/").last ?? "")] != nil)
        }
        // Every key is one the program takes, and it takes no other.
        let place = try Workplace()
        func known(_ told: String) throws -> Set<String> {
            try place.write("strategies:\n- {name: x, based_on: automatic, \(told)}\n", to: "s.yaml")
            let refused = try place.run([
                "strategies", sample("people-dedupe/people.csv"), "--strategies", "s.yaml", "-o", "s.sqlite",
            ])
            #expect(refused.code == 2)
            let names = refused.errors.split(separator: "known: ").last?.split(separator: "\n").first
            return Set((names ?? "").split(separator: ", ").map(String.init))
        }
        #expect(try known("\(nonsense): 1") == Set(keys.keys))
        let settings = try #require(keys["neighbours"]?["properties"] as? [String: [String: Any]])
        #expect(try known("neighbours: {\(nonsense): 1}") == Set(settings.keys))
        let hashes = try #require(keys["minhash"]?["properties"] as? [String: [String: Any]])
        #expect(try known("minhash: {\(nonsense): 1}") == Set(hashes.keys))
        for key in ["weighting", "directions"] {
            let words = try #require(settings[key]?["enum"] as? [String])
            #expect(try known("neighbours: {\(key): \(nonsense)}") == Set(words))
        }
        let way = try #require((schema["$defs"] as? [String: [String: Any]])?["way"]?["enum"] as? [String])
        #expect(try known("neighbours: {by: \(nonsense)}") == Set(way))
    }

    @Test(
        "the job's schema knows the keys and kinds of the program",
        .enabled(if: binary != nil, "TIEOUT_BINARY is not set"))
    func schema() throws {
        let data = try Data(contentsOf: root.appendingPathComponent("docs/job.schema.json"))
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: Any])
        let field = try #require(definitions["field"] as? [String: Any])
        let properties = try #require(field["properties"] as? [String: Any])
        let kind = try #require(properties["kind"] as? [String: Any])
        let reading = try #require(definitions["reading"] as? [String: Any])
        let readingKeys = try #require(reading["properties"] as? [String: Any]).keys

        // Told something unknown, the program names all that it knows.
        let workshop = try Workshop()
        defer { workshop.remove() }
        let start = "left: datasets/people/left.csv\n"
        let known = { (job: String) in try workshop.namesKnown(to: start + job) }
        let keys = try #require(schema["properties"] as? [String: Any]).keys
        #expect(try known("\(nonsense): 1\n") == Set(keys))
        #expect(try known("left_reading: {\(nonsense): 1}\n") == Set(readingKeys))
        #expect(
            try known("fields:\n- {name: a, kind: name, left: email, \(nonsense): 1}\n")
                == Set(properties.keys))
        #expect(
            try known("fields:\n- {name: a, kind: \(nonsense), left: email}\n")
                == Set(try #require(kind["enum"] as? [String])))

        let level = try #require(definitions["level"] as? [String: Any])
        let forms = try #require(level["anyOf"] as? [[String: Any]]).compactMap { $0["pattern"] as? String }
        let measures = try #require(
            forms.first { $0.hasPrefix("^(exact|") }?.firstMatch(of: /\^\((.*?)\)/)?.1)
        let levels = try known("fields:\n- {name: a, kind: name, left: email, levels: [\(nonsense)]}\n")
        let ofMeasures = levels.filter { $0.hasSuffix(" >= 0.9") }.map { String($0.dropLast(7)) }
        #expect(ofMeasures.sorted() == measures.split(separator: "|").map(String.init).sorted())
    }
}

/// Far from every word.
private let nonsense = "zzzzzzzzzzzzzzzzzzzzzzzz"

private let binary = ProcessInfo.processInfo.environment["TIEOUT_BINARY"]

private let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardizedFileURL

/// The README and everything in docs/, by name.
private let documents: [String] = {
    let folder = root.appendingPathComponent("docs").path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let pages = files.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    return ["README.md", "CONTRIBUTING.md"] + pages
}()

func text(of document: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(document), encoding: .utf8)
}

/// A fenced block of a document.
struct CodeBlock {
    var language: String
    var lines: [String] = []

    /// Name of the file that the block is: `csv NAME.csv`, or `yaml` that begins with the comment
    /// `# NAME.yaml`.
    var fileName: String? {
        if language.hasPrefix("csv ") { return String(language.dropFirst(4)) }
        guard language == "yaml", let first = lines.first, first.hasPrefix("# "), first.hasSuffix(".yaml")
        else { return nil }
        return String(first.dropFirst(2))
    }

    /// What a reader would type: `sh` that begins with the program, or makes the files for it. Where lines have a prompt, those
    /// without one are output.
    var script: String? {
        guard language == "sh", let first = lines.first else { return nil }
        if first.hasPrefix("$ tieout") {
            return lines.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }.joined(separator: "\n")
        }
        let starts = ["tieout", "printf ", "mkdir "]
        return starts.contains(where: first.hasPrefix) ? lines.joined(separator: "\n") : nil
    }
}

func codeBlocks(_ text: String) -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    var open: CodeBlock?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        if line.hasPrefix("```") {
            if let block = open {
                blocks.append(block)
                open = nil
            } else {
                open = CodeBlock(language: String(line.dropFirst(3)))
            }
        } else {
            open?.lines.append(line)
        }
    }
    return blocks
}

/// Relative targets of the Markdown links in a text, without their anchors.
private func linkTargets(_ text: String) -> [String] {
    text.components(separatedBy: "](").dropFirst().compactMap { rest in
        let target = rest.prefix { $0 != ")" }.prefix { $0 != "#" }
        return target.isEmpty || target.contains(":") ? nil : String(target)
    }
}

/// A temporary folder with a copy of datasets/ and the program on the path.
struct Workshop {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-\(UUID().uuidString)")
        let bin = folder.appendingPathComponent("bin")
        try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
        let program = URL(fileURLWithPath: try #require(binary)).standardizedFileURL
        try FileManager.default.createSymbolicLink(
            at: bin.appendingPathComponent("tieout"), withDestinationURL: program)
        for set in ["people", "people-dedupe", "products", "payments"] {
            let target = folder.appendingPathComponent("datasets/\(set)")
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: root.appendingPathComponent("datasets/\(set)"), to: target)
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    /// Runs a script in the folder, with more in its environment; `output` is all it says, on stdout and
    /// stderr.
    func run(_ script: String, with added: [String: String] = [:]) throws -> (status: Int32, output: String) {
        let said = folder.appendingPathComponent("said.txt")
        try Data().write(to: said)
        let sink = try FileHandle(forWritingTo: said)
        defer { try? sink.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-eu", "-c", script]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment.merging(added) { $1 }
        let bin = folder.appendingPathComponent("bin").path
        environment["PATH"] = bin + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = sink
        process.standardError = sink
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try Data(contentsOf: said), as: UTF8.self))
    }

    /// The names in the program's `known: a, b, …`, told a job with something unknown in it.
    func namesKnown(to job: String) throws -> Set<String> {
        try write(job, to: "unknown.yaml")
        let run = try run("tieout dedupe --job unknown.yaml")
        #expect(run.status == 2, "\(run.output)")
        let list = try #require(run.output.components(separatedBy: "known: ").last)
        return Set(list.trimmingCharacters(in: .whitespacesAndNewlines).components(separatedBy: ", "))
    }
}
