// From counts to similarities. Counts are integers and a result is one division of exact integers, so
// that it is the float nearest to the exact value, on every road, and a cutoff such as 0.8 is met by
// 4/5.
#ifndef TIEOUT_TEXT_SCORE_H
#define TIEOUT_TEXT_SCORE_H

#include "text_internal.h"

// 1 − distance / most; 1 where both values are empty.
static inline float text_normalised(uint32_t distance, uint32_t most) {
    // Both are below 2^24, where one division of floats is as good as any.
    return most == 0 ? 1.0f : (float)(most - distance) / (float)most;
}

// Jaro's similarity (Jaro 1989): (m/a + m/b + (m − t)/m) / 3 for m matched characters, t being half
// the number of them out of order, rounded down; over a common denominator. With a bonus (Winkler
// 1990), 7/10 is exceeded by a similarity s that then grows by `prefix` tenths of 1 − s. 64 bits hold
// the terms for values of up to 65,535 characters.
static inline float text_jaro(uint32_t counts, uint32_t a, uint32_t b, uint32_t prefix) {
    uint64_t m = counts & 0xffff, t = (counts >> 16) / 2, ab = (uint64_t)a * b;
    if (m == 0) return a + b == 0 ? 1.0f : 0.0f;
    uint64_t over = m * m * ((uint64_t)a + b) + (m - t) * ab, under = 3 * m * ab;
    uint64_t bonus = 10 * over > 7 * under ? prefix : 0;
    // Signed, since that conversion is one instruction.
    return (float)((double)(int64_t)(10 * over + bonus * (under - over)) / (double)(int64_t)(10 * under));
}

// The best Jaro similarity that values of these lengths can have.
static inline float text_jaro_bound(uint32_t a, uint32_t b, bool winkler) {
    uint32_t least = a < b ? a : b;
    return text_jaro(least, a, b, winkler ? (least < 4 ? least : 4) : 0);
}

// Characters in common at the start, at most 4.
static inline uint32_t text_common_prefix(
    const uint8_t *a, uint32_t a_length, const uint8_t *b, uint32_t b_length) {
    uint32_t count = 0, i = 0, least = a_length < b_length ? a_length : b_length;
    if (least >= 4) {
        uint32_t first_a, first_b;
        memcpy(&first_a, a, 4);
        memcpy(&first_b, b, 4);
        if (((first_a | first_b) & 0x80808080u) == 0)
            return first_a == first_b ? 4 : (uint32_t)__builtin_ctz(first_a ^ first_b) / 8;
    }
    while (count < 4 && i < least && a[i] == b[i] && a[i] < 0x80) i++, count++;
    while (count < 4 && i < least) {
        uint32_t taken_a, taken_b;
        if (text_decode(a + i, a_length - i, &taken_a) != text_decode(b + i, b_length - i, &taken_b)) break;
        i += taken_a;
        count++;
    }
    return count;
}

#endif
