import Records

/// The canonical forms of values that came before, for the slow road.
///
/// Direct-mapped by the hash of field and raw bytes, confirmed by comparing both; the latest value of a
/// slot stays. It never changes a result. The quick road goes without: hashing, finding and copying a
/// value costs as much as folding it there.
struct ValueMemo: ~Copyable {
    private static let slots = 2048
    /// Longest raw value and longest canonical form kept.
    private static let most = 60
    /// Lengths and field, then the two values: two cache lines.
    private static let slotSize = 128
    private let memory: UnsafeMutablePointer<UInt8>

    init() {
        memory = .allocate(capacity: ValueMemo.slots * ValueMemo.slotSize)
        // A raw length of 0 is an empty slot: empty values never come here.
        memory.initialize(repeating: 0, count: ValueMemo.slots * ValueMemo.slotSize)
    }

    deinit { memory.deallocate() }

    /// Where a value belongs, nil where it is too long to be kept.
    func slot(_ raw: Bytes, field: UInt8) -> UnsafeMutablePointer<UInt8>? {
        guard raw.count <= ValueMemo.most else { return nil }
        let place = Int((xxh3(raw) &+ UInt64(field) &* 0x9E37_79B9_7F4A_7C15) >> 53)
        return memory + place * ValueMemo.slotSize
    }

    /// The canonical form, if the slot holds it.
    func form(_ slot: UnsafeMutablePointer<UInt8>, _ raw: Bytes, field: UInt8) -> Bytes? {
        guard slot[0] == UInt8(raw.count), slot[2] == field,
            raw.elementsEqual(Bytes(start: slot + 4, count: raw.count))
        else { return nil }
        return Bytes(start: slot + 4 + ValueMemo.most, count: Int(slot[1]))
    }

    /// Keeps a form in its slot, if it is short enough.
    func keep(_ slot: UnsafeMutablePointer<UInt8>, _ raw: Bytes, field: UInt8, form: [UInt8]) {
        guard form.count <= ValueMemo.most else { return }
        slot[0] = UInt8(raw.count)
        slot[1] = UInt8(form.count)
        slot[2] = field
        if let base = raw.baseAddress { (slot + 4).update(from: base, count: raw.count) }
        form.withUnsafeBufferPointer { form in
            if let base = form.baseAddress {
                (slot + 4 + ValueMemo.most).update(from: base, count: form.count)
            }
        }
    }
}
