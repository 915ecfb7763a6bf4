// From counts to similarities. Counts are integers and every quotient is one division in double
// precision, so that the result is the nearest float to the exact value and a cutoff such as 0.8 is
// met by 4/5.
#ifndef TIEOUT_TEXT_SCORE_H
#define TIEOUT_TEXT_SCORE_H

#include "text_internal.h"

// 1 − distance / most; 1 where both values are empty.
static inline float text_normalised(uint32_t distance, uint32_t most) {
    return most == 0 ? 1.0f : (float)((double)(most - distance) / (double)most);
}

// Jaro's similarity times the common denominator, and the denominator (Jaro 1989):
// (m/a + m/b + (m − t)/m) / 3, t being half the matched characters that are out of order, rounded
// down.
static inline double text_jaro(uint32_t counts, uint32_t a, uint32_t b) {
    if (a + b == 0) return 1;
    uint64_t m = counts & 0xffff, t = (counts >> 16) / 2;
    if (m == 0) return 0;
    uint64_t ab = (uint64_t)a * b;
    // Below 2^64 for values of up to 65,535 characters.
    return (double)(m * m * (a + b) + (m - t) * ab) / (double)(3 * m * ab);
}

// Winkler's bonus for a common prefix of up to 4 characters, given above 0.7 (Winkler 1990).
static inline double text_winkler(double jaro, uint32_t prefix) {
    return jaro > 0.7 ? jaro + prefix * 0.1 * (1.0 - jaro) : jaro;
}

// The nearest float to the larger of the exact results, given what can still be hoped for.
static inline float text_jaro_bound(uint32_t a, uint32_t b, bool winkler) {
    uint32_t least = a < b ? a : b;
    double jaro = text_jaro(least, a, b);
    return (float)(winkler ? text_winkler(jaro, least < 4 ? least : 4) : jaro);
}

// Characters in common at the start, at most 4.
static inline uint32_t text_common_prefix(
    const uint8_t *a, uint32_t a_length, const uint8_t *b, uint32_t b_length) {
    uint32_t count = 0, i = 0, least = a_length < b_length ? a_length : b_length;
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
