import Foundation

/// A slow, strict reader of the Prometheus text format 0.0.4, written from its description.
struct PrometheusReader {
    struct Sample: Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    struct Problem: Error, CustomStringConvertible {
        var description: String
    }

    var types: [String: String] = [:]
    var help: [String: String] = [:]
    var samples: [Sample] = []

    init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else {
            throw Problem(description: "no newline at the end")
        }
        var finished: Set<String> = []
        var current = ""
        for line in text.components(separatedBy: "\n").dropLast() {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(
                String.init)
            if words[0] == "#" {
                guard words.count == 4 else { throw Problem(description: "comment: \(line)") }
                if words[2] != current { finished.insert(current) }
                current = words[2]
                if words[1] == "HELP" {
                    guard help.updateValue(words[3], forKey: current) == nil else {
                        throw Problem(description: "second HELP of \(current)")
                    }
                } else {
                    guard words[1] == "TYPE", types.updateValue(words[3], forKey: current) == nil else {
                        throw Problem(description: "second TYPE of \(current)")
                    }
                }
                guard !finished.contains(current) else {
                    throw Problem(description: "\(current) is in two places")
                }
                continue
            }
            let sample = try PrometheusReader.sample(line)
            let family = types[current] == "summary" ? ["\(current)_sum", "\(current)_count"] : [current]
            guard family.contains(sample.name) else { throw Problem(description: "stray sample: \(line)") }
            guard !samples.contains(where: { $0.name == sample.name && $0.labels == sample.labels }) else {
                throw Problem(description: "twice: \(line)")
            }
            samples.append(sample)
        }
    }

    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    private static func sample(_ line: String) throws -> Sample {
        let problem = Problem(description: "sample: \(line)")
        var rest = Substring(line)
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        guard let first = name.first, !first.isNumber else { throw problem }
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            while rest.first != "}" {
                let key = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
                rest = rest.dropFirst(key.count)
                guard !key.isEmpty, rest.hasPrefix("=\"") else { throw problem }
                rest = rest.dropFirst(2)
                var value = ""
                while let character = rest.popFirst(), character != "\"" {
                    guard character == "\\" else {
                        value.append(character)
                        continue
                    }
                    switch rest.popFirst() {
                    case "n": value.append("\n")
                    case "\\": value.append("\\")
                    case "\"": value.append("\"")
                    default: throw problem
                    }
                }
                guard labels.updateValue(value, forKey: String(key)) == nil else { throw problem }
                if rest.first == "," { rest = rest.dropFirst() } else if rest.first != "}" { throw problem }
            }
            rest = rest.dropFirst()
        }
        guard rest.first == " " else { throw problem }
        let number = String(rest.dropFirst())
        let named = ["NaN": Double.nan, "+Inf": .infinity, "-Inf": -.infinity]
        guard let value = named[number] ?? Double(number) else { throw problem }
        return Sample(name: String(name), labels: labels, value: value)
    }
}
