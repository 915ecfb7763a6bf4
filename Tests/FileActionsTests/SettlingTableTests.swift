import FileRecords
import Testing

@testable import FileActions

@Suite("The table of settling")
struct SettlingTableTests {
    static let all: [Occupant] = [
        .nothing, .victim(isChanged: false), .victim(isChanged: true), .replacement(isLastName: false),
        .replacement(isLastName: true), .other,
    ]

    /// Three names in a file system of which nothing is known but who lies there.
    struct Names: Equatable {
        var place, aside, side: Occupant

        /// What a move does, with the checks that the names themselves give: a rename never replaces.
        mutating func make(_ move: SettlingMove) {
            switch move {
            case .finished, .refused: break
            case .dropAndRefuse: if aside == .replacement(isLastName: false) { aside = .nothing }
            case .dropAside: aside = .nothing
            case .dropSide: side = .nothing
            case .bringBack: (place, aside) = (aside, .nothing)
            case .bringBackSide: (place, side) = (side, .nothing)
            case .swapBack: (place, aside) = (aside, place)
            }
        }

        func count(_ wanted: (Occupant) -> Bool) -> Int { [place, aside, side].filter(wanted).count }
    }

    @Test("From wherever one begins: it ends, and no file is without a name that had one")
    func everywhere() {
        for place in Self.all {
            for aside in Self.all {
                for side in Self.all {
                    for isUndo in [false, true] { run(Names(place: place, aside: aside, side: side), isUndo) }
                }
            }
        }
    }

    private func run(_ first: Names, _ isUndo: Bool) {
        var names = first
        var rounds = 0
        while true {
            let move = settlingMove(
                place: names.place, aside: names.aside, side: names.side, isUndo: isUndo)
            let before = names
            names.make(move)
            let story: Comment = "\(first), undo \(isUndo): \(before), \(move)"
            // Files of others, and a copy that has no other name, are moved but never removed.
            #expect(names.count { $0 == .other } == first.count { $0 == .other }, story)
            let isLast = { (found: Occupant) in found == .replacement(isLastName: true) }
            #expect(names.count(isLast) == first.count(isLast), story)
            if first.count(\.isVictim) > 0 { #expect(names.count(\.isVictim) > 0, story) }
            // Nothing is moved onto a name that somebody has.
            if move == .bringBack || move == .bringBackSide { #expect(before.place == .nothing, story) }
            rounds += 1
            #expect(rounds <= 6, story)
            switch move {
            case .finished:
                #expect(names.place.isVictim, story)
                return
            case .refused, .dropAndRefuse: return
            default: if rounds > 6 { return }
            }
        }
    }

    @Test("What a step can leave behind when it is killed comes back whole")
    func afterKills() {
        let victim = Occupant.victim(isChanged: false)
        let made = Occupant.replacement(isLastName: false)
        let begun: [Names] = [
            Names(place: victim, aside: .nothing, side: .nothing),
            Names(place: victim, aside: made, side: .nothing),
            Names(place: victim, aside: victim, side: .nothing),
            Names(place: .nothing, aside: victim, side: victim),
            Names(place: .nothing, aside: victim, side: .nothing),
            Names(place: made, aside: victim, side: .nothing),
            Names(place: .nothing, aside: victim, side: made),
            Names(place: victim, aside: victim, side: made),
        ]
        for first in begun {
            var names = first
            for _ in 0..<6 {
                names.make(
                    settlingMove(place: names.place, aside: names.aside, side: names.side, isUndo: false))
            }
            #expect(names == Names(place: victim, aside: .nothing, side: .nothing), "\(first)")
        }
    }
}
