#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why the last system call of this thread failed.
func currentError() -> Int32 { errno }
