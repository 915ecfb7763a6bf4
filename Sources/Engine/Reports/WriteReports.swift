import Pages
import Records

/// Checks, before anything runs, that a page may be written there: nothing is there, or an earlier page.
public func requirePagePath(_ target: String) throws {
    if target != "-" { try requireDocumentOrNone(target, mark: Page.mark) }
}

/// Writes the page of a comparison of strategies.
///
/// - Parameter target: a new file, an earlier page, or `-` for stdout.
/// - Throws: `TieoutError` where something else is there, or the file cannot be written.
public func writePage(_ report: StrategyReport, to target: String) throws {
    try writeDocument(StrategyPage(report).html, to: target, mark: Page.mark)
}
