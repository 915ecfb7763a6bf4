import Phonetics
import Scoring
import Testing

/// Codes of words as text.
private func soundexCode(_ word: String) -> String {
    var word = word
    return word.withUTF8 { bytes in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: soundexLength) { code in
            String(decoding: code[..<soundex(bytes, into: code)], as: UTF8.self)
        }
    }
}

private func metaphoneCodes(_ word: String) -> [String] {
    var word = word
    let codes = word.withUTF8 { doubleMetaphone($0) }
    return [codes.primary.description, codes.alternate.description]
}

@Suite struct TextPhoneticsTests {
    /// Examples of the U.S. National Archives' page on Soundex, and Knuth's.
    @Test(arguments: [
        ("washington", "W252"), ("lee", "L000"), ("gutierrez", "G362"), ("pfister", "P236"),
        ("jackson", "J250"), ("tymczak", "T522"), ("vandeusen", "V532"), ("ashcraft", "A261"),
        ("ashcroft", "A261"), ("robert", "R163"), ("rupert", "R163"), ("rubin", "R150"),
        ("euler", "E460"), ("gauss", "G200"), ("hilbert", "H416"), ("knuth", "K530"), ("lloyd", "L300"),
        ("lukasiewicz", "L222"), ("Honeyman", "H555"), ("o'hara", "O600"), ("", ""), ("42", ""), ("é", ""),
    ])
    func soundexGivesPublishedCodes(word: String, code: String) {
        #expect(soundexCode(word) == code)
    }

    /// Words that Philips' article and its well-known ports use as examples.
    @Test(arguments: [
        ("smith", "SM0", "XMT"), ("schmidt", "XMT", "SMT"), ("snider", "SNTR", "XNTR"),
        ("schneider", "XNTR", "SNTR"), ("thomas", "TMS", "TMS"), ("thumb", "0M", "TM"),
        ("aubrey", "APR", "APR"), ("richard", "RXRT", "RKRT"), ("katherine", "K0RN", "KTRN"),
        ("catherine", "K0RN", "KTRN"), ("michael", "MKL", "MXL"), ("caesar", "SSR", "SSR"),
        ("chianti", "KNT", "KNT"), ("chorus", "KRS", "KRS"), ("chemistry", "KMST", "KMST"),
        ("architect", "ARKT", "ARKT"), ("orchestra", "ARKS", "ARKS"), ("orchid", "ARKT", "ARKT"),
        ("mchugh", "MK", "MK"), ("czerny", "SRN", "XRN"), ("focaccia", "FKX", "FKX"),
        ("bacchus", "PKS", "PKS"), ("accident", "AKST", "AKST"), ("bertucci", "PRTX", "PRTX"),
        ("edge", "AJ", "AJ"), ("edgar", "ATKR", "ATKR"), ("ghislane", "JLN", "JLN"), ("hugh", "H", "H"),
        ("laugh", "LF", "LF"), ("cough", "KF", "KF"), ("tough", "TF", "TF"), ("cagney", "KKN", "KKN"),
        ("tagliaro", "TKLR", "TLR"), ("biaggi", "PJ", "PK"), ("jose", "HS", "HS"),
        ("yankelovich", "ANKL", "ANKL"), ("jankelowicz", "JNKL", "ANKL"), ("cabrillo", "KPRL", "KPR"),
        ("gallegos", "KLKS", "KKS"), ("dumb", "TM", "TM"), ("campbell", "KMPL", "KMPL"),
        ("raspberry", "RSPR", "RSPR"), ("rogier", "RJ", "RJR"), ("hochmeier", "HKMR", "HKMR"),
        ("island", "ALNT", "ALNT"), ("carlysle", "KRLL", "KRLL"), ("sugar", "XKR", "SKR"),
        ("school", "SKL", "SKL"), ("schermerhorn", "XRMR", "SKRM"), ("schenker", "XNKR", "SKNK"),
        ("resnais", "RSN", "RSNS"), ("artois", "ART", "ARTS"), ("thames", "TMS", "TMS"),
        ("wasserman", "ASRM", "FSRM"), ("vasserman", "FSRM", "FSRM"), ("arnow", "ARN", "ARNF"),
        ("arnoff", "ARNF", "ARNF"), ("filipowicz", "FLPT", "FLPF"), ("breaux", "PR", "PR"),
        ("zhao", "J", "J"), ("xavier", "SF", "SFR"), ("knight", "NT", "NT"), ("gnome", "NM", "NM"),
        ("write", "RT", "RT"), ("psalm", "SLM", "SLM"), ("philip", "FLP", "FLP"), ("wright", "RT", "RT"),
        ("", "", ""), ("42", "", ""),
    ])
    func doubleMetaphoneGivesPublishedCodes(word: String, primary: String, alternate: String) {
        #expect(metaphoneCodes(word) == [primary, alternate])
        #expect(metaphoneCodes(word.uppercased()) == [primary, alternate])
    }
}
