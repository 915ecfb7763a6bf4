// The survey, written once, over the primitives named in scan_kernel.h, which includes this.
// Counts the lines of a block of which the first `left` bytes count where it is `partial`.
KERNEL_INLINE void KERNEL(survey_block)(const uint8_t *bytes, size_t left, uint8_t quote, uint64_t *after_cr,
                                        tieout_survey_result *result, const int partial) {
    const uint64_t valid = partial ? (1ull << left) - 1 : ~0ull;
    const block64 block = load64(bytes);
    const uint64_t lf = equal64(block, '\n') & valid;
    const uint64_t cr = equal64(block, '\r') & valid;
    // An LF behind a CR belongs to the same line end.
    result->lines += (uint64_t)__builtin_popcountll(cr | (lf & ~(cr << 1 | *after_cr)));
    result->quotes |= equal64(block, quote) & valid;
    result->nonascii |= high64(block) & valid;
    *after_cr = cr >> 63;
}

KERNEL_TARGET tieout_survey_result KERNEL(survey)(const uint8_t *bytes, size_t count, uint8_t previous,
                                                  uint8_t quote) {
    tieout_survey_result result = {0, 0, 0};
    uint64_t after_cr = previous == '\r';
    size_t at = 0;
    for (; count - at >= 64; at += 64) {
        KERNEL(survey_block)(bytes + at, 64, quote, &after_cr, &result, 0);
    }
    if (at < count) KERNEL(survey_block)(bytes + at, count - at, quote, &after_cr, &result, 1);
    return result;
}
