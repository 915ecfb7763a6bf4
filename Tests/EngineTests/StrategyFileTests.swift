import Records
import Testing

@testable import Engine

/// What is wrong with strategies, as a person reads it.
private func whatIsWrong(_ text: String) throws -> String {
    let error = try #require(throws: TieoutError.self) { _ = try read(text) }
    return error.description
}

private func read(_ text: String) throws -> [Strategy] {
    try Strategy.read(text, path: "ours.yaml", known: Strategy.builtIn(isDedupe: false))
}

@Suite struct StrategyFileTests {
    @Test("parts combine freely")
    func parts() throws {
        let strategies = try read(
            """
            strategies:
            - name: careful
              based_on: automatic
              threshold: 0.95
              cardinality: one-to-one
            - name: own
              fields: [{name: surname, kind: name, left: last_name}]
              rules: [{all: [{field: surname}]}]
            - name: equal, weighed
              candidates: exact
              scoring: own
            - name: keys of own, loosely
              based_on: careful
              candidates: own
              scoring: fuzzy
            """)
        #expect(strategies.map(\.name) == ["careful", "own", "equal, weighed", "keys of own, loosely"])
        #expect(strategies.map(\.candidates) == [.keys, .keys, .equalRecords, .keys])
        #expect(strategies.map(\.scoring) == [.trained, .trained, .trained, .fuzzy])
        #expect(strategies.map(\.job.threshold) == [0.95, nil, nil, 0.95])
        #expect(strategies.map(\.job.cardinality) == ["one-to-one", nil, nil, "one-to-one"])
        #expect(strategies.map { $0.job.fields?.count } == [nil, 1, 1, nil])
        #expect(strategies.map { $0.job.rules?.count } == [nil, 1, nil, 1])
    }

    @Test("how neighbours are looked for stands over what the strategy below says of it")
    func neighbours() throws {
        let strategies = try read(
            """
            strategies:
            - name: usual
              neighbours:
            - name: bm25
              neighbours: {weighting: bm25, by: [words, 3-grams], least: 0}
            - name: one field
              candidates: bm25
              neighbours: {field: title, count: 160, directions: right}
            - name: keys no longer
              rules: [{all: [{field: surname}]}]
            - name: automatic no longer
              based_on: automatic
              neighbours: {by: 3-grams of words, least: 1}
              cardinality: one-to-one
            - name: nor keys
              based_on: keys no longer
              neighbours: {}
            - name: loosely
              based_on: one field
              scoring: text
            """)
        let searches = strategies.map(\.candidates.search)
        var usual = NeighbourSearch()
        #expect(searches[0] == usual && searches[0]?.description == "nearest by text")
        usual.weights = .bm25
        usual.ways = [.grams, .words]
        usual.least = 0
        #expect(searches[1] == usual)
        usual.field = "title"
        usual.count = 160
        usual.directions = .right
        #expect(searches[2] == usual)
        #expect(
            searches[2]?.description
                == "nearest by 3-grams, words of title (160 of each, BM25, from 0.0 on, of right records)")
        #expect(searches[3] == nil)
        #expect(searches[4]?.ways == [.wordGrams] && searches[4]?.least == 1)
        #expect(!strategies[4].isAutomatic && strategies[4].job.cardinality == "one-to-one")
        #expect(searches[5] == NeighbourSearch() && strategies[5].job.rules == nil)
        #expect(searches[6] == usual && strategies[6].scoring == .text)
    }

    @Test("pairs by MinHash are told likewise, and are no neighbours")
    func minHash() throws {
        let strategies = try read(
            """
            strategies:
            - name: usual
              minhash:
            - name: near copies
              based_on: usual
              minhash: {bands: 8, shingle: 5, field: body}
              scoring: exact
            - name: neighbours again
              based_on: near copies
              neighbours: {}
            - name: neighbours no longer
              based_on: text
              minhash: {hashes: 20, bands: 20}
              scoring: automatic
            """)
        var usual = MinHashSearch()
        #expect(strategies[0].candidates == .minHash(usual) && (usual.hashes, usual.bands) == (128, 32))
        #expect(usual.description == "text alike by MinHash (32 bands of 4, 3 words a shingle)")
        (usual.bands, usual.shingle, usual.field) = (8, 5, "body")
        #expect(strategies[1].candidates == .minHash(usual) && strategies[1].scoring == .equal)
        #expect(usual.description == "body alike by MinHash (8 bands of 16, 5 words a shingle)")
        #expect(strategies[2].candidates == .neighbours(NeighbourSearch()))
        #expect(strategies[3].candidates.searchKey == .minhash && strategies[3].scoring == .trained)
        func complaint(_ lines: String) throws -> String {
            try whatIsWrong("strategies:\n- name: a\n\(lines)")
        }
        #expect(
            try complaint("  minhash: {hashes: 100, bands: 32}\n")
                == "ours.yaml:3: strategy 'a': 'minhash': 100 hashes cannot be parted evenly into 32 bands; give a number of hashes that is a multiple of the bands"
        )
        #expect(
            try complaint("  minhash:\n    bands: 0\n")
                == "ours.yaml:4: strategy 'a': 'minhash: bands' is '0'; give 1 to 1024 bands")
        #expect(
            try complaint("  minhash: {}\n  neighbours: {}\n")
                == "ours.yaml:3: strategy 'a': 'minhash' and 'neighbours' both say which pairs are looked at; leave one of the two out"
        )
        #expect(
            try complaint("  minhash: {}\n  scoring: text\n")
                == "ours.yaml: strategy 'a': the weights of text are learnt from neighbours, and these are other pairs; say 'neighbours: {}', or leave 'scoring' out"
        )
        #expect(
            try complaint("  minhash: {}\n  candidates: text\n").contains(
                "'minhash' says how pairs are found, and those of 'text' are others"))
    }

    @Test(
        "what is wrong with neighbours is named with its line",
        arguments: [
            ("count: 0", "4", "'neighbours: count' is '0'; give 1 to 160 neighbours"),
            ("count: 161", "4", "'neighbours: count' is '161'; give 1 to 160 neighbours"),
            ("count: [1]", "4", "'neighbours: count' is '[1]'; give 1 to 160 neighbours"),
            ("least: 1.01", "4", "'neighbours: least' is '1.01'; give a cosine from 0 to 1"),
            ("least: .nan", "4", "'neighbours: least' is '.nan'; give a cosine from 0 to 1"),
            ("by: []", "4", "'neighbours: by' is '[]'; name a way to cut texts, or leave it out for all"),
            ("by: [word]", "4", "unknown way to cut texts in 'neighbours' 'word'; did you mean 'words'?"),
            (
                "by: {words: 1}", "4",
                "unknown way to cut texts in 'neighbours' '{…}'; known: 3-grams, 3-grams of words, words"
            ),
            ("weighting: bm26", "4", "unknown weighting in 'neighbours' 'bm26'; did you mean 'bm25'?"),
            ("directions: lefd", "4", "unknown direction in 'neighbours' 'lefd'; did you mean 'left'?"),
            ("field: ''", "4", "'neighbours: field' is ''; give the name of one field"),
            ("cuont: 1", "4", "unknown key 'cuont'; did you mean 'count'?"),
            ("5", "4", "'neighbours' is '5'; give settings, as in 'neighbours: {}'"),
            (
                "{}\n  candidates: exact", "3",
                "'neighbours' says how pairs are found, and those of 'exact' are others; leave 'candidates' out, or 'neighbours'"
            ),
            (
                "{}\n  rules: [{all: [{field: b}]}]", "3",
                "'neighbours' and 'rules' both say which pairs are looked at; leave one of the two out"
            ),
        ])
    func neighbourComplaints(_ settings: String, _ line: String, _ words: String) throws {
        let told = try whatIsWrong("strategies:\n- name: a\n  neighbours:\n    \(settings)\n")
        #expect(told == "ours.yaml:\(line): strategy 'a': \(words)")
    }

    @Test("what is wrong is named with its file, its strategy and the nearest name")
    func complaints() throws {
        #expect(
            try whatIsWrong("strategies:\n- name: a\n  treshold: 0.9\n")
                == "ours.yaml:3: strategy 'a': unknown key 'treshold'; did you mean 'threshold'?")
        #expect(
            try whatIsWrong("strategies:\n- name: a\n  based_on: fuzy\n")
                == "ours.yaml: strategy 'a': unknown strategy in 'based_on' 'fuzy'; did you mean 'fuzzy'?")
        #expect(
            try whatIsWrong("strategies:\n- name: a\n  fields: [{name: b, kind: nam, left: c}]\n").contains(
                "strategy 'a': unknown kind of field 'nam'; did you mean 'name'?"))
        #expect(
            try whatIsWrong("strategies:\n- name: a\n- name: a\n")
                == "ours.yaml: strategy 'a': there is another of that name; give it a name of its own")
        #expect(try whatIsWrong("strategies:\n- name: exact\n").contains("another of that name"))
        #expect(
            try whatIsWrong("strategies:\n- threshold: 1\n").hasPrefix("ours.yaml:2: strategy 1 has no name"))
        #expect(try whatIsWrong("strategies: []\n").hasPrefix("ours.yaml: names no strategy"))
        #expect(try whatIsWrong("jobs: []\n").contains("unknown key 'jobs'; known: strategies"))
        #expect(try whatIsWrong("strategies:\n- name: a\n  threshold: high\n").contains("strategy 'a'"))
    }

    @Test("a strategy is chosen by its name")
    func chosen() throws {
        let all = Strategy.builtIn(isDedupe: true)
        #expect(try Strategy.chosen([], of: all, at: "--only").map(\.name) == all.map(\.name))
        #expect(
            try Strategy.chosen(["automatic", "exact"], of: all, at: "--only").map(\.name)
                == ["exact", "automatic"])
        let error = try #require(throws: TieoutError.self) {
            _ = try Strategy.chosen(["exakt"], of: all, at: "--only")
        }
        #expect(error.description == "--only: unknown strategy 'exakt'; did you mean 'exact'?")
    }
}
