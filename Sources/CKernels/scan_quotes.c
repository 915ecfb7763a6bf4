// Doubled quotes made single ones.
#include "tieout_scan.h"

#include <string.h>

// Not 0 if one of eight bytes is 0 (Mycroft, 1987).
static inline uint64_t has_zero(uint64_t bytes) {
    return (bytes - 0x0101010101010101ull) & ~bytes & 0x8080808080808080ull;
}

size_t tieout_halve_quotes(uint8_t *bytes, size_t count, uint8_t quote) {
    const uint64_t quotes = 0x0101010101010101ull * quote;
    size_t kept = 0;
    size_t at = 0;
    unsigned after_quote = 0;
    while (at < count) {
        uint64_t word;
        if (count - at >= sizeof word) {
            memcpy(&word, bytes + at, sizeof word);
            if (!has_zero(word ^ quotes)) {
                memcpy(bytes + kept, &word, sizeof word);
                kept += sizeof word;
                at += sizeof word;
                after_quote = 0;
                continue;
            }
        }
        // Without a branch on what a byte is: whether to keep one follows from it and from the one before.
        const size_t stop = count - at < sizeof word ? count : at + sizeof word;
        for (; at < stop; at++) {
            const unsigned is_quote = bytes[at] == quote;
            const unsigned skipped = is_quote & after_quote;
            bytes[kept] = bytes[at];
            kept += 1 - skipped;
            after_quote = is_quote & ~skipped;
        }
    }
    return kept;
}
