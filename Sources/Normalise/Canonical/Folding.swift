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
        tieout_kernels_for(kernels, raw.count)?.pointee.fold_words(raw.baseAddress, raw.count, out)
            ?? foldASCII(raw, to: out, table: table)
    }

    /// Writes a code, as `foldASCIICode` does.
    ///
    /// - Parameter out: room for `raw.count + Folding.slack` bytes.
    @inline(__always)
    func code(_ raw: Bytes, to out: UnsafeMutablePointer<UInt8>) -> Int {
        tieout_kernels_for(kernels, raw.count)?.pointee.fold_code(raw.baseAddress, raw.count, out)
            ?? foldASCIICode(raw, to: out, table: table)
    }
}
