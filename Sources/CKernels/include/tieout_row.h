// What loops over records and pairs need of memory: a prefetch, a touch and a short compare, all inlined into
// Swift, which has none of them.
#ifndef TIEOUT_ROW_H
#define TIEOUT_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Asks for the line of a place.
static inline void tieout_prefetch(const void *place) { __builtin_prefetch(place); }

// Reads a byte of every line of a stretch of memory, if it is not empty. What lies anywhere is brought near by loads
// that nothing waits for: many at a time, more than of prefetches, which processors may drop for want of an address.
static inline void tieout_touch(const void *start, size_t size) {
    const volatile uint8_t *bytes = (const volatile uint8_t *)start;
    for (size_t line = 0; line < size; line += 64) (void)bytes[line];
    if (size > 0) (void)bytes[size - 1];
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
