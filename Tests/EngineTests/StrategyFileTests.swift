import Engine
import Records
import Testing

/// What is wrong with strategies, as a person reads it.
private func complaint(_ text: String) throws -> String {
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

    @Test("what is wrong is named with its file, its strategy and the nearest name")
    func complaints() throws {
        #expect(
            try complaint("strategies:\n- name: a\n  treshold: 0.9\n")
                == "ours.yaml:3: strategy 'a': unknown key 'treshold'; did you mean 'threshold'?")
        #expect(
            try complaint("strategies:\n- name: a\n  based_on: fuzy\n")
                == "ours.yaml: strategy 'a': unknown strategy in 'based_on' 'fuzy'; did you mean 'fuzzy'?")
        #expect(
            try complaint("strategies:\n- name: a\n  fields: [{name: b, kind: nam, left: c}]\n").contains(
                "strategy 'a': unknown kind of field 'nam'; did you mean 'name'?"))
        #expect(
            try complaint("strategies:\n- name: a\n- name: a\n")
                == "ours.yaml: strategy 'a': there is another of that name; give it a name of its own")
        #expect(try complaint("strategies:\n- name: exact\n").contains("another of that name"))
        #expect(
            try complaint("strategies:\n- threshold: 1\n").hasPrefix("ours.yaml:2: strategy 1 has no name"))
        #expect(try complaint("strategies: []\n").hasPrefix("ours.yaml: names no strategy"))
        #expect(try complaint("jobs: []\n").contains("unknown key 'jobs'; known: strategies"))
        #expect(try complaint("strategies:\n- name: a\n  threshold: high\n").contains("strategy 'a'"))
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
