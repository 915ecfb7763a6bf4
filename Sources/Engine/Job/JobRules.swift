import Blocking
import Normalise
import Records

/// Rules of a job file, made of the run's fields.
///
/// - Throws: `TieoutError` for an unknown field or part, naming the nearest known one.
func compileRules(_ rules: [JobRule], fields: [ColumnPair]) throws -> [BlockingRule] {
    guard (1...CompiledRules.most).contains(rules.count) else {
        throw TieoutError(
            "\(rules.count) blocking rules",
            remedy: "give 1 to \(CompiledRules.most), or leave them out to have them chosen")
    }
    let names = fields.map(\.name)
    return try rules.map { rule in
        let expressions = try rule.all.map { part in
            guard let field = names.firstIndex(of: part.field) else {
                throw unknown("field", part.field, among: names)
            }
            guard let take = KeyPart(part.take ?? "value") else {
                throw unknown("blocking part", part.take ?? "", among: knownParts)
            }
            return KeyExpression(field: field, part: take)
        }
        guard !expressions.isEmpty else {
            throw TieoutError("a blocking rule names no field", remedy: "give it at least one under 'all'")
        }
        guard expressions.filter({ $0.part.width > 1 }).count <= 1 else {
            throw TieoutError("a blocking rule takes rare words twice", remedy: "make two rules of it")
        }
        return BlockingRule(
            name: BlockingRule.describe(expressions, fieldNames: names), expressions: expressions)
    }
}

private let knownParts = [
    "value", "prefix 4", "suffix 4", "digits", "phonetic", "first word", "last word", "sorted words", "year",
    "month and day", "rare words 3 of 60",
]

/// `unknown X 'name'; did you mean 'nearest'?`
func unknown(_ what: String, _ name: String, among known: [String], at place: String? = nil) -> TieoutError {
    TieoutError("unknown \(what) '\(name)'", at: place, remedy: suggestion(for: name, among: known))
}
