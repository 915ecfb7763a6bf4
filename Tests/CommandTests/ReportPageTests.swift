import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a page must be, whatever is in it: whole, of well-formed drawings, loading nothing.
private func expectStandsAlone(_ page: String) {
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    let plain = page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
    for load in ["http://", "https://", "src=", "@import", "url(", "<script", "<link rel=\"style"] {
        #expect(!plain.contains(load), "\(load)")
    }
    let drawings = page.components(separatedBy: "<svg").dropFirst().map {
        "<svg" + ($0.components(separatedBy: "</svg>").first ?? "") + "</svg>"
    }
    #expect(drawings.count >= 5)
    for drawing in drawings { #expect(XMLParser(data: Data(drawing.utf8)).parse(), "\(drawing.prefix(200))") }
    for tag in ["section", "table", "tr", "td", "th", "div", "details", "ul", "li", "h2"] {
        let opened =
            page.components(separatedBy: "<\(tag)>").count + page.components(separatedBy: "<\(tag) ").count
            - 2
        #expect(opened == page.components(separatedBy: "</\(tag)>").count - 1, "\(tag)")
    }
}

/// Small people with a name that is no name.
private func hostilePeople() throws -> Workplace {
    let place = try Workplace()
    var people = SmallPeople()
    let hostile = "<img src=x onerror=alert(1)>&\"'"
    for row in people.left.indices.dropFirst().prefix(60) { people.left[row][2] += hostile }
    for row in people.right.indices.dropFirst() where row % 2 == 0 { people.right[row][2] += hostile }
    try place.write(people)
    return place
}

extension ProgramTests {
    @Suite("Pages of results")
    struct ReportPageTests {
        @Test("the page of a match: every part, no value more than text")
        func match() throws {
            let place = try hostilePeople()
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            let run = try place.succeed("report", "r.sqlite")
            #expect(run.output == "wrote r.html\n")
            let page = try place.text("r.html")
            expectStandsAlone(page)
            #expect(!page.contains("<img"))
            for title in [
                "Links by weight", "Unlinkable records", "Match weights", "Blocking rules",
                "Where the weight comes from", "Some of the matches",
            ] {
                #expect(page.contains("<h2>\(title)</h2>"), "\(title)")
            }
            for rule in try place.rows("r.sqlite", "SELECT rule FROM rules") {
                #expect(page.contains(">\(rule)<"))
            }
            // The same result, the same page; a second one takes its place, and no other file's.
            try place.succeed("report", "r.sqlite", "-o", "again.html")
            #expect(try place.text("again.html") == page)
            try place.succeed("report", "r.sqlite")
            let refused = try place.run("report", "r.sqlite", "-o", "left.csv")
            #expect(refused.code == 2 && refused.errors.contains("is no page of Tieout"))
        }

        @Test("values stay out when told, and where the sources have changed")
        func values() throws {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            let surnames = Set(people.left.dropFirst().map { $0[2] }.filter { $0.count > 6 })
            func holdsValues(_ page: String) -> Bool { surnames.contains { page.contains($0) } }
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            #expect(holdsValues(try place.succeed("report", "r.sqlite", "-o", "-").output))
            let without = try place.succeed("report", "r.sqlite", "-o", "-", "--no-values").output
            #expect(!holdsValues(without) && without.contains("Unlinkable records"))
            try place.succeed("match", "left.csv", "right.csv", "-o", "n.sqlite", "-q", "--no-values")
            #expect(!holdsValues(try place.succeed("report", "n.sqlite", "-o", "-").output))
            try place.write(csv(people.left) + "L9,x,y,2000-01-01,z,w\n", to: "left.csv")
            let changed = try place.succeed("report", "r.sqlite", "-o", "-").output
            #expect(!holdsValues(changed) && changed.contains("has changed since the result was written"))
            #expect(
                changed.contains("Where the weight comes from") && !changed.contains("Unlinkable records"))
            expectStandsAlone(changed)
        }

        @Test("the page of strategies: every chart, no value more than text")
        func strategies() throws {
            let place = try hostilePeople()
            try place.succeed(
                "strategies", "left.csv", "right.csv", "--truth", "truth.csv", "--page", "s.html", "-q",
                "--only", "exact,contains,fuzzy")
            let page = try place.text("s.html")
            expectStandsAlone(page)
            #expect(!page.contains("<img"))
            for title in [
                "Strategies", "Precision and recall", "F1 over the threshold", "Cost and quality",
                "Agreement",
                "Where they disagree",
            ] {
                #expect(page.contains("<h2>\(title)</h2>"), "\(title)")
            }
            let blind = try place.succeed(
                "strategies", "left.csv", "right.csv", "--page", "-", "--only", "exact,fuzzy"
            ).output
            expectStandsAlone(blind)
            #expect(!blind.contains("Precision and recall"))
            let refused = try place.run(
                "strategies", "left.csv", "right.csv", "--page", "truth.csv", "--only", "exact")
            #expect(refused.code == 2 && refused.errors.contains("is no page of Tieout"))
        }

        @Test("what has no page says so")
        func refusals() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.succeed("diff", "left.csv", "left.csv", "--key", "id", "-o", "d.sqlite", "-q")
            for file in ["d.sqlite", "left.csv", "none.sqlite"] {
                let run = try place.run("report", file)
                #expect(run.code == 2 && run.errorLines.count == 1 && run.errors.contains(file))
            }
        }
    }
}
