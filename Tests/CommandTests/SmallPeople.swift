import TestSupport

/// Two small exports of people, many in both, some with a slip of the pen: quick to match.
struct SmallPeople {
    var left: [[String]] = [["id", "first_name", "last_name", "birth_date", "city", "email"]]
    var right: [[String]] = [["no", "given_name", "surname", "date_of_birth", "town", "mail"]]
    /// Ids of the same person.
    var truth: [(left: String, right: String)] = []

    init(left leftCount: Int = 220, right rightCount: Int = 200, common: Int = 150, seed: UInt64 = 1) {
        var random = Seeded(seed)
        var places = Array(0..<rightCount)
        places.shuffle(using: &random)
        var rights = [[String]](repeating: [], count: rightCount)
        for number in 0..<leftCount {
            let person = SmallPeople.person(&random)
            let id = "L\(1000 + number)"
            left.append([id] + person)
            guard number < common else { continue }
            let other = "R\(5000 + places[number])"
            rights[places[number]] = [other] + SmallPeople.damaged(person, &random)
            truth.append((id, other))
        }
        for place in 0..<rightCount where rights[place].isEmpty {
            rights[place] = ["R\(5000 + place)"] + SmallPeople.person(&random)
        }
        right += rights
    }

    /// All people of both sides in one source.
    var together: [[String]] { left + right.dropFirst() }

    private static func word(_ syllables: Int, _ random: inout Seeded) -> String {
        let (onsets, nuclei) = (Array("bdfgklmnprstvw"), Array("aeiou"))
        return (0..<syllables).map { _ in
            "\(onsets[Int.random(in: 0..<onsets.count, using: &random)])\(nuclei[Int.random(in: 0..<nuclei.count, using: &random)])"
        }.joined() + ["n", "r", "s", ""][Int.random(in: 0..<4, using: &random)]
    }

    private static func person(_ random: inout Seeded) -> [String] {
        let givenNames = [
            "anna", "bela", "carla", "dora", "emil", "franz", "greta", "hugo", "ida", "jonas", "klara",
            "leon",
        ]
        let cities = ["aachen", "bremen", "coburg", "dresden", "essen", "fulda", "goslar", "hamburg"]
        let first = givenNames[Int.random(in: 0..<givenNames.count, using: &random)]
        let last = word(3, &random)
        let (month, day) = (Int.random(in: 1...12, using: &random), Int.random(in: 1...28, using: &random))
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let born = "\(Int.random(in: 1930...2005, using: &random))-\(padded(month))-\(padded(day))"
        let mail = "\(first).\(last)\(Int.random(in: 1...99, using: &random))@mail.example"
        return [first, last, born, cities[Int.random(in: 0..<cities.count, using: &random)], mail]
    }

    /// A third with a letter of the surname lost, a fifth without their mail, some moved house.
    private static func damaged(_ person: [String], _ random: inout Seeded) -> [String] {
        var person = person
        if Int.random(in: 0..<3, using: &random) == 0 {
            let place = person[1].index(
                person[1].startIndex, offsetBy: Int.random(in: 1..<person[1].count, using: &random))
            person[1].remove(at: place)
        }
        if Int.random(in: 0..<5, using: &random) == 0 { person[4] = "" }
        if Int.random(in: 0..<8, using: &random) == 0 { person[3] = "kiel" }
        return person
    }
}

/// Rows as CSV; fields are quoted where they must be.
func csv(_ rows: [[String]]) -> String {
    rows.map { row in
        row.map { field in
            field.contains { ",\"\n\r".contains($0) }
                ? "\""
                    + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                    + "\"" : field
        }.joined(separator: ",") + "\n"
    }.joined()
}

/// Rows of CSV with LF ends, quotes understood.
func parsed(_ text: String) -> [[String]] {
    var (rows, row, field, isQuoted): ([[String]], [String], String, Bool) = ([], [], "", false)
    var rest = Substring(text)
    while let letter = rest.popFirst() {
        if isQuoted {
            if letter != "\"" {
                field.append(letter)
            } else if rest.first == "\"" {
                field.append(rest.removeFirst())
            } else {
                isQuoted = false
            }
            continue
        }
        switch letter {
        case "\"": isQuoted = true
        case ",":
            row.append(field)
            field = ""
        case "\n":
            rows.append(row + [field])
            (row, field) = ([], "")
        default: field.append(letter)
        }
    }
    return rows
}
