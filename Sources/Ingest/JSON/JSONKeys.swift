import CKernels

/// The columns of a JSON Lines source by their keys, as the kernel looks them up. One a thread: it
/// remembers which key followed which.
final class JSONKeys {
    /// Columns there are.
    let count: Int
    private let handle: OpaquePointer

    /// - Parameter keys: unescaped, each once.
    init(_ keys: [[UInt8]]) {
        count = keys.count
        var ends: [UInt32] = []
        var bytes: [UInt8] = []
        for key in keys {
            bytes += key
            ends.append(UInt32(bytes.count))
        }
        guard let made = tieout_json_keys_create(bytes, ends, keys.count) else {
            preconditionFailure("out of memory")
        }
        handle = made
    }

    deinit { tieout_json_keys_free(handle) }

    /// Reads the lines in `bytes[position ..< end]`, as `tieout_json_rows` does; on the instruction set
    /// `isa`, or on the best there is.
    func rows(
        _ bytes: UnsafeMutablePointer<UInt8>, _ position: Int, _ end: Int, _ output: inout tieout_json_output,
        isa: Int32? = nil
    ) -> tieout_json_stop {
        withExtendedLifetime(self) {
            guard let isa else { return tieout_json_rows(bytes, position, end, handle, &output) }
            return tieout_json_rows_on(isa, bytes, position, end, handle, &output)
        }
    }
}

/// A key as it is written, without its quotes, unescaped.
func unescapedKey(_ written: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard let base = written.baseAddress, !written.isEmpty else { return [] }
    return [UInt8](unsafeUninitializedCapacity: written.count) { target, count in
        count = tieout_json_unescape(base, written.count, target.baseAddress)
    }
}
