/// One document with its style and script inside: nothing else is loaded.
public struct Page {
    /// What tells that a file is a page of Tieout's, near its beginning.
    public static let mark = "<meta name=\"generator\" content=\"Tieout\">"

    /// The title, as a person reads it.
    public var title: String
    /// Style that this page adds to the common one.
    public var style: String
    /// What stands in `<main>`, as HTML.
    public var body: String
    /// The script; empty for none.
    public var script: String

    /// A document.
    public init(title: String, style: String, body: String, script: String = "") {
        self.title = title
        self.style = style
        self.body = body
        self.script = script
    }

    /// The whole document.
    public var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        \(Page.mark)
        <title>\(escapedHTML(title))</title>
        <link rel="icon" href="data:image/svg+xml,\(PageStyle.icon)">
        <style>\(PageStyle.common)\(style)</style>
        </head>
        <body>
        <main>
        \(body)
        </main>\(script.isEmpty ? "" : "\n<script>\(script)</script>")
        </body>
        </html>

        """
    }
}
