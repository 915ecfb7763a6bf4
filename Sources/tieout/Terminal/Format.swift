import Records

/// Numbers as people read them in a terminal.
typealias Format = Records.Format
