/// Removes the legal form from the end of a folded organisation name: `acme trading co ltd` is
/// `acme trading`, `weber gmbh and co kg` is `weber`, `rossi s p a` is `rossi`.
///
/// The first word always stays, so that no name becomes a null.
///
/// - Parameters:
///   - name: words separated by single spaces, as folding leaves them.
///   - count: its length in bytes.
/// - Returns: the length without legal forms.
func lengthWithoutLegalForm(_ name: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var length = count
    while let shorter = withoutLastForm(name, length) { length = shorter }
    return length
}

/// Whether a folded name ends with a legal form.
func hasLegalForm(_ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    lengthWithoutLegalForm(name, count) < count
}

/// One form less, or nil where none ends the name.
private func withoutLastForm(_ name: UnsafePointer<UInt8>, _ length: Int) -> Int? {
    var word = WordKey()
    var start = length
    // A run of single letters is one form (l l c, s p a); any other word stands for itself.
    while start > 0 {
        var wordStart = start
        while wordStart > 0, name[wordStart - 1] != ByteClass.space { wordStart -= 1 }
        // The first word stays.
        if wordStart == 0 { return nil }
        let isLetter = start - wordStart == 1
        if word.length > 0, !isLetter { return nil }
        for i in stride(from: start - 1, through: wordStart, by: -1) { word.prepend(name[i]) }
        start = wordStart - 1
        if isLegalForm(word.key) { return lengthWithoutAnd(name, start) }
        if !isLetter { return nil }
    }
    return nil
}

/// `smith and` of `smith and co` is `smith`.
private func lengthWithoutAnd(_ name: UnsafePointer<UInt8>, _ length: Int) -> Int {
    guard length > 4, name[length - 4] == ByteClass.space else { return length }
    let isAnd = name[length - 3] == 0x61 && name[length - 2] == 0x6E && name[length - 1] == 0x64
    return isAnd ? length - 4 : length
}

/// Nearly every word fails the filter, and needs no search.
private func isLegalForm(_ key: UInt64) -> Bool {
    legalFormFilter[Int(key >> 54)] && legalForms.contains(key)
}

private let legalFormFilter: [Bool] = {
    var filter = [Bool](repeating: false, count: 1024)
    for key in legalForms { filter[Int(key >> 54)] = true }
    return filter
}()

private let legalForms: Set<UInt64> = {
    let words = """
        ltd limited co company corp corporation inc incorporated llc llp lp plc pllc pc gmbh mbh ag kg kgaa ohg \
        ug ev eg gbr se sa sas sasu sarl eurl sl slu srl srls spa snc sapa bv nv vof cv ab hb as asa ans aps oy \
        oyj oo zoo doo dd ad kft zrt bt nyrt pte pty pvt sdn bhd kk cia ltda limitada ltee tbk pt jsc ooo oao zao \
        pao uab sia
        """
    return Set(words.split(separator: " ").map { WordKey($0).key })
}()
