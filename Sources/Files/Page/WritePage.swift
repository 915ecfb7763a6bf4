import Pages
import Records

/// Writes the page of a scan.
///
/// - Parameters:
///   - number: of the scan; nil for the latest.
///   - target: a new file, an earlier page, or `-` for stdout. Anything else that is there is left alone.
/// - Throws: `TieoutError` where there is no such scan, or the file cannot be written.
public func writePage(database: String, scan number: Int?, to target: String) throws {
    if target != "-" { try requireDocumentOrNone(target, mark: Page.mark) }
    try writeDocument(try FilesPage(database: database, scan: number).html, to: target, mark: Page.mark)
}
