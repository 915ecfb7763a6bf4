// Doubled quotes made single ones.
#include "tieout_scan.h"

// Without a branch on what a byte is: whether to keep one follows from it and from the one before.
size_t tieout_halve_quotes(uint8_t *bytes, size_t count, uint8_t quote) {
    size_t kept = 0;
    unsigned after_quote = 0;
    for (size_t i = 0; i < count; i++) {
        const unsigned is_quote = bytes[i] == quote;
        const unsigned skipped = is_quote & after_quote;
        bytes[kept] = bytes[i];
        kept += 1 - skipped;
        after_quote = is_quote & ~skipped;
    }
    return kept;
}
