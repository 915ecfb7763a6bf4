// What the pair loop needs of rows in memory: a prefetch and a short compare, both inlined into
// Swift, which has neither.
#ifndef TIEOUT_ROW_H
#define TIEOUT_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Asks for the line of a place.
static inline void tieout_prefetch(const void *place) { __builtin_prefetch(place); }

// Asks for the first lines of a row: its heads and, in most rows, its values.
static inline void tieout_prefetch_row(const void *row) {
    const char *line = (const char *)row;
    __builtin_prefetch(line);
    __builtin_prefetch(line + 64);
    __builtin_prefetch(line + 128);
    __builtin_prefetch(line + 192);
    __builtin_prefetch(line + 256);
}

// Whether two values of the same length are equal. Values are short: two overlapping loads do for
// up to 16 bytes, without a call.
static inline bool tieout_equal(const uint8_t *a, const uint8_t *b, size_t count) {
    if (count >= 8 && count <= 16) {
        uint64_t a0, a1, b0, b1;
        memcpy(&a0, a, 8);
        memcpy(&b0, b, 8);
        memcpy(&a1, a + count - 8, 8);
        memcpy(&b1, b + count - 8, 8);
        return ((a0 ^ b0) | (a1 ^ b1)) == 0;
    }
    if (count >= 4 && count < 8) {
        uint32_t a0, a1, b0, b1;
        memcpy(&a0, a, 4);
        memcpy(&b0, b, 4);
        memcpy(&a1, a + count - 4, 4);
        memcpy(&b1, b + count - 4, 4);
        return ((a0 ^ b0) | (a1 ^ b1)) == 0;
    }
    return memcmp(a, b, count) == 0;
}

static inline float tieout_log2(float x) { return __builtin_log2f(x); }

#endif
