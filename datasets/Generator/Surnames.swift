/// Surnames, the most common first: a listed head and a tail of thirty thousand invented ones.
struct Surnames {
    let names: [[UInt8]]
    let choice: SkewedChoice

    init(_ random: inout SplitMix64) {
        let head = Surnames.common.split(separator: " ").map(String.init)
        let tail = Syllables.names(.surname, count: 30_000, taken: head, &random)
        names = (head + tail).map { Array($0.utf8) }
        choice = SkewedChoice(count: names.count, flatness: 18)
    }

    private static let common = """
        Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Johnson Roberts Robinson Thompson Wright \
        Walker White Edwards Hughes Green Hall Lewis Harris Clarke Patel Jackson Wood Turner Martin Cooper Hill \
        Ward Morris Moore Clark Lee King Baker Harrison Morgan Allen James Scott Phillips Watson Davis Parker \
        Price Bennett Young Griffiths Mitchell Kelly Cook Carter Richardson Bailey Collins Bell Shaw Murphy Miller \
        Cox Richards Khan Marshall Anderson Simpson Ellis Adams Singh Begum Wilkinson Foster Chapman Powell Webb \
        Rogers Gray Mason Ali Hunt Hussain Campbell Matthews Owen Palmer Holmes Mills Barnes Knight Lloyd Butler \
        Russell Barker Fisher Stevens Jenkins Murray Dixon Harvey Graham Pearson Ahmed Fletcher Walsh Kaur Gibson \
        Howard Andrews Stewart Elliott Reynolds Saunders Payne Fox Ford Pearce Day Brooks West Lawrence Cole \
        Atkinson Bradley Spencer Gill Dawson Watts Burton Ball Johnston Hart Nguyen Garcia Rodriguez Martinez \
        Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Cruz Reyes Morales Gutierrez \
        Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf \
        Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Lange Kowalski Nowak Wiśniewski Dubois Lefèvre \
        Moreau Girard Rousseau Rossi Russo Ferrari Esposito Bianchi Romano Colombo Silva Santos Ferreira Pereira \
        Oliveira Gonçalves Fernández Núñez Chen Wang Zhang Liu Yang Huang Zhao Kim Park Choi Tanaka Suzuki Sato \
        Watanabe Ito Yamamoto O'Brien O'Connor O'Neill McCarthy McDonald MacLeod Fitzgerald Byrne Ryan Gallagher \
        Doherty Kennedy Lynch Quinn Hansen Johansen Larsen Andersen Nielsen Jensen Pedersen Lindqvist Bergström \
        Ivanov Petrov Kuznetsov Popov Smirnov Okafor Adeyemi Mensah Abebe Van-Dyk Smith-Jones
        """
}
