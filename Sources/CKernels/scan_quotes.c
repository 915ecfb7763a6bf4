// Doubled quotes made single ones.
#include "tieout_scan.h"

#include <string.h>

static const uint64_t ONES = 0x0101010101010101ull;
static const uint64_t HIGHS = 0x8080808080808080ull;

// The high bit of each byte that is 0, and no other.
static inline uint64_t zeros(uint64_t bytes) { return ~(((bytes & ~HIGHS) + ~HIGHS) | bytes) & HIGHS; }

// Copies bytes without the second quote of each pair. `after_quote`: the byte before was the first of one.
static inline size_t halve_bytes(uint8_t *bytes, size_t kept, size_t at, size_t stop, uint8_t quote,
                                 unsigned *after_quote) {
    for (; at < stop; at++) {
        const unsigned is_quote = bytes[at] == quote;
        const unsigned skipped = is_quote & *after_quote;
        bytes[kept] = bytes[at];
        kept += 1 - skipped;
        *after_quote = is_quote & ~skipped;
    }
    return kept;
}

// Eight bytes at once. What is written never reaches beyond those eight: they have been read.
size_t tieout_halve_quotes(uint8_t *bytes, size_t count, uint8_t quote) {
    size_t kept = 0;
    size_t at = 0;
    unsigned after_quote = 0;
    for (; count - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes + at, sizeof word);
        const uint64_t quotes = zeros(word ^ ONES * quote);
        // Bytes that stand behind a quote and are one. Where there are more than two in a row, it is not so simple.
        uint64_t seconds = quotes & (quotes << 8 | (uint64_t)after_quote << 7);
        if (seconds & seconds << 8) {
            kept = halve_bytes(bytes, kept, at, at + sizeof word, quote, &after_quote);
            continue;
        }
        after_quote = (unsigned)((quotes & ~seconds) >> 63);
        size_t left = sizeof word;
        for (; seconds; seconds = (seconds & (seconds - 1)) >> 8) {
            const uint64_t before = (1ull << (__builtin_ctzll(seconds) & ~7)) - 1;
            word = (word & before) | (word >> 8 & ~before);
            left--;
        }
        memcpy(bytes + kept, &word, sizeof word);
        kept += left;
    }
    return halve_bytes(bytes, kept, at, count, quote, &after_quote);
}
