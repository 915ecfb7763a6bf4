import FileRecords
import Foundation
import Records
import Testing

@testable import FileActions

@Suite("Plans")
struct PlanTests {
    /// Names that go, by the rules.
    private func victims(
        _ kind: ActionKind = .quarantine, roots: [String] = ["t"], keep rules: [String] = [],
        keepIn: [String] = [], make: (Tree) throws -> Void
    ) throws -> [String] {
        let scenario = try Scenario(
            kind, roots: roots,
            options: { options, tree in
                options.keep = rules.map { rule in
                    let text = rule.replacingOccurrences(of: "ROOT", with: tree.root)
                    // A rule of these tests is one that there is.
                    guard let rule = try? KeepRule(Array(text.utf8), absolute: { $0 }) else {
                        preconditionFailure(rule)
                    }
                    return rule
                }
                options.keepIn = keepIn.map { Array(tree.path($0).utf8) }
            }, make: make)
        return scenario.plan.actions.map {
            String(decoding: $0.victim.fullPath.dropFirst(scenario.tree.root.utf8.count + 1), as: UTF8.self)
        }
    }

    private func three(_ tree: Tree) throws {
        try tree.write("same", "t/a/deep/one", age: 10)
        try tree.write("same", "t/b/x", age: 30)
        try tree.write("same", "t/c/middle", age: 20)
    }

    @Test(
        "Each rule keeps what it says",
        arguments: [
            ("newest", "t/a/deep/one"), ("oldest", "t/b/x"), ("shortest-path", "t/b/x"),
            ("longest-path", "t/a/deep/one"), ("path-order", "t/a/deep/one"), ("in:ROOT/t/c", "t/c/middle"),
            ("not-in:ROOT/t/a", "t/b/x"), ("most-links", "t/a/deep/one"),
        ])
    func rules(rule: String, kept: String) throws {
        let all = ["t/a/deep/one", "t/b/x", "t/c/middle"]
        #expect(try victims(keep: [rule], make: three) == all.filter { $0 != kept })
    }

    @Test("Rules are asked in order; the bytes of the path decide last")
    func order() throws {
        let make = { (tree: Tree) in
            try tree.write("same", "t/b/1", age: 5)
            try tree.write("same", "t/a/2", age: 5)
            try tree.write("same", "t/a/1", age: 9)
        }
        #expect(try victims(keep: ["newest"], make: make) == ["t/a/1", "t/b/1"])
        #expect(try victims(keep: ["newest", "in:ROOT/t/b"], make: make) == ["t/a/1", "t/a/2"])
        #expect(try victims(keep: ["in:ROOT/t/a", "oldest"], make: make) == ["t/a/2", "t/b/1"])
    }

    @Test("in:DIR is literal: neither a pattern nor a beginning of a name")
    func literal() throws {
        let make = { (tree: Tree) in
            try tree.write("same", "t/[ab]/x")
            try tree.write("same", "t/a/x")
            try tree.write("same", "t/a2/x")
        }
        #expect(try victims(keep: ["in:ROOT/t/a"], make: make) == ["t/[ab]/x", "t/a2/x"])
        #expect(try victims(keep: ["in:ROOT/t/[ab]"], make: make) == ["t/a/x", "t/a2/x"])
    }

    @Test("The earlier root stays by default")
    func roots() throws {
        let make = { (tree: Tree) in
            try tree.write("same", "z/x")
            try tree.write("same", "a/x")
        }
        #expect(try victims(roots: ["z", "a"], make: make) == ["a/x"])
        #expect(try victims(roots: ["a", "z"], make: make) == ["z/x"])
    }

    @Test("A kept tree is never touched: neither its names nor other names of its files")
    func kept() throws {
        let make = { (tree: Tree) in
            try tree.write("same", "t/ref/one")
            try tree.write("same", "t/ref/two")
            try tree.write("same", "t/a/copy")
            try tree.link("t/a/linked", to: "t/ref/one")
            try tree.symlink("way", to: "t/ref")
        }
        for keepIn in ["t/ref", "way"] {
            for rule in ["newest", "longest-path", "not-in:ROOT/t/ref"] {
                #expect(try victims(keep: [rule], keepIn: [keepIn], make: make) == ["t/a/copy"], "\(keepIn)")
            }
        }
        #expect(try victims(keepIn: ["t"], make: make) == [])
        #expect(try victims(keepIn: [""], make: make) == [], "a root within the kept tree")
    }

    @Test("A kept tree that is not there, or not scanned, is an error: a slip must not protect nothing")
    func slip() throws {
        #expect(throws: TieoutError.self) { try victims(keepIn: ["t/reff"], make: three) }
        let elsewhere = { (tree: Tree) in
            try self.three(tree)
            try tree.write("x", "u/x")
        }
        #expect(throws: TieoutError.self) { try victims(keepIn: ["u"], make: elsewhere) }
    }

    @Test("Names of one inode stand together, and one with names outside of the scan is left")
    func links() throws {
        let make = { (tree: Tree) in
            try tree.write("same", "t/a")
            try tree.link("t/b", to: "t/a")
            try tree.write("same", "t/c")
            try tree.write("same", "t/d")
            try FileManager.default.createDirectory(
                atPath: tree.path("u"), withIntermediateDirectories: true)
            try tree.link("u/d", to: "t/d")
        }
        #expect(try victims(make: make) == ["t/c"])
        #expect(try victims(.hardlink, make: make) == ["t/c"])
        #expect(try victims(.reflink, make: make) == ["t/c", "t/d"])
    }

    @Test("Hard links do not join files of different mode, unless that is asked for")
    func attributes() throws {
        let make = { (tree: Tree) in
            try tree.write("same", "t/a", mode: 0o600)
            try tree.write("same", "t/b", mode: 0o644)
            try tree.write("same", "t/c", mode: 0o600)
        }
        #expect(try victims(.hardlink, make: make) == ["t/c"])
        #expect(try victims(.quarantine, make: make) == ["t/b", "t/c"])
    }

    @Test("The text of a plan can lose lines and swap who stays, and nothing else")
    func text() throws {
        let scenario = try Scenario(.quarantine, make: three)
        let text = planText(scenario.plan)
        #expect(try changedPlan(scenario.plan, by: text, place: "p") == scenario.plan)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        let fewer = try changedPlan(scenario.plan, by: lines.dropLast().joined(separator: "\n"), place: "p")
        #expect(fewer.actions.count == 1)
        let root = scenario.tree.root
        let (one, two, three) = (root + "/t/a/deep/one", root + "/t/b/x", root + "/t/c/middle")
        let swapped = try changedPlan(
            scenario.plan, by: "0\t4\t\(one)\t\(two)\n0\t4\t\(three)\t\(two)\n", place: "p")
        #expect(swapped.actions.map(\.victim.name) == [Array("one".utf8), Array("middle".utf8)])
        for bad in [
            "0\t4\t\(one)\t\(two)\n0\t4\t\(two)\t\(three)\n", "0\t4\t\(one)\t\(one)\n",
            "0\t4\t\(one)\t\(two)\n0\t4\t\(two)\t\(one)\n", "0\t4\t\(one)\t\(two)\n0\t4\t\(one)\t\(three)\n",
            "1\t4\t\(one)\t\(two)\n", "0\t4\t\(root)/t/new\t\(two)\n", "rubbish\n",
        ] {
            #expect(throws: TieoutError.self, "\(bad)") {
                try changedPlan(scenario.plan, by: bad, place: "p")
            }
        }
    }

    @Test("The same tree gives the same plan")
    func same() throws {
        let tree = try Tree()
        var numbers = 0..<40
        for number in numbers { try tree.write("c\(number % 5)", "t/\(number % 3)/f\(number)") }
        numbers = 0..<0
        let scanned = try Scanned(tree, roots: ["t"])
        let first = planText(try planActions(scanned.table, scanned.groups, options: PlanOptions()))
        for _ in 0..<3 {
            let again = try Scanned(tree, roots: ["t"])
            #expect(planText(try planActions(again.table, again.groups, options: PlanOptions())) == first)
        }
    }
}
