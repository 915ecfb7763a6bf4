import CKernels

/// Room for what a scan finds.
extension tieout_scan_output {
    /// Empty, with room for `capacity` entries of each kind.
    init(capacity: Int) {
        self.init()
        self.capacity = capacity
        ends = .allocate(capacity: capacity)
        rows = .allocate(capacity: capacity)
        quoted = .allocate(capacity: capacity)
        doubled = .allocate(capacity: capacity)
    }

    func deallocate() {
        ends.deallocate()
        rows.deallocate()
        quoted.deallocate()
        doubled.deallocate()
    }

    /// Forgets what was found.
    mutating func clear() {
        end_count = 0
        row_count = 0
        quoted_count = 0
        doubled_count = 0
        lines = 0
        nonascii = 0
        any_cr = 0
    }

    /// Makes room for twice as much.
    mutating func grow() {
        var larger = tieout_scan_output(capacity: 2 * capacity)
        larger.ends.update(from: ends, count: end_count)
        larger.rows.update(from: rows, count: row_count)
        larger.quoted.update(from: quoted, count: quoted_count)
        larger.doubled.update(from: doubled, count: doubled_count)
        larger.end_count = end_count
        larger.row_count = row_count
        larger.quoted_count = quoted_count
        larger.doubled_count = doubled_count
        larger.lines = lines
        larger.nonascii = nonascii
        larger.any_cr = any_cr
        deallocate()
        self = larger
    }

    /// Where the first record found ends; nil if none does.
    var firstLineEnd: Int? { row_count > 0 ? Int(ends[Int(rows[0]) - 1]) : nil }
}
