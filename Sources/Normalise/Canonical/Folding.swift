import CKernels

/// Folds ASCII values, short ones by a kernel where the machine has one: the same bytes either way.
struct Folding {
    private let table: UnsafePointer<UInt8>
    private let kernels: UnsafePointer<tieout_value_kernels>?

    /// Bytes of room behind a value that folding may write to.
    static let slack = Int(TIEOUT_VALUE_MOST)

    /// - Parameter kernels: nil for plain code alone.
    init(kernels: UnsafePointer<tieout_value_kernels>? = tieout_best_value_kernels()) {
        table = ByteClass.words
        self.kernels = kernels
    }

    /// Writes words, as `foldASCII` does.
    ///
    /// - Parameter out: room for `raw.count + Folding.slack` bytes.
    @inline(__always)
    func words(_ raw: Bytes, to out: UnsafeMutablePointer<UInt8>) -> Int {
        guard let kernels, isShort(raw) else { return foldASCII(raw, to: out, table: table) }
        return kernels.pointee.fold_words(raw.baseAddress, raw.count, out)
    }

    /// Writes a code, as `foldASCIICode` does.
    ///
    /// - Parameter out: room for `raw.count + Folding.slack` bytes.
    @inline(__always)
    func code(_ raw: Bytes, to out: UnsafeMutablePointer<UInt8>) -> Int {
        guard let kernels, isShort(raw) else { return foldASCIICode(raw, to: out, table: table) }
        return kernels.pointee.fold_code(raw.baseAddress, raw.count, out)
    }

    @inline(__always)
    private func isShort(_ raw: Bytes) -> Bool { raw.count > 0 && raw.count <= Int(TIEOUT_VALUE_MOST) }
}
