// Scores of one text with the patterns of a table, in loops over lanes that compilers turn into
// vectors. The formulas are those of text_score.h; counts are small enough for 32 bits.
#ifndef TIEOUT_TEXT_SCORE_ROW_H
#define TIEOUT_TEXT_SCORE_ROW_H

#include "text_score.h"

// The first four bytes; `filler` after the end. No ASCII byte equals a filler, nor do fillers of
// rows equal those of columns.
static inline uint32_t text_start(const tieout_text_value *value, uint8_t filler) {
    uint32_t start = filler * 0x01010101u;
    memcpy(&start, value->bytes, value->length < 4 ? value->length : 4);
    return start;
}

// `is_short`: patterns of up to 64 characters and a text of up to 128, so that ten times the common
// denominator of Jaro, 30·m·a·b, is below 2^24 and floats are exact.
static inline __attribute__((always_inline)) void text_score_row(
    tieout_text_measure measure, bool is_short, uint32_t size, const uint32_t *counts,
    const uint32_t *misplaced, const uint32_t *lengths, uint32_t n, const uint32_t *starts, uint32_t start,
    float least, float *results) {
    for (uint32_t i = 0; i < size; i++) {
        uint32_t m = lengths[i], count = counts[i];
        float result;
        if (measure == TIEOUT_TEXT_JARO || measure == TIEOUT_TEXT_JARO_WINKLER) {
            uint32_t inside = count - misplaced[i] / 2, mn = m * n;
            int32_t over = (int32_t)(count * count * (m + n) + inside * mn);
            int32_t under = (int32_t)(3 * count * mn);
            int32_t bonus = 0;
            if (measure == TIEOUT_TEXT_JARO_WINKLER) {
                uint32_t apart = starts[i] ^ start;
                bonus += (apart & 0xff) == 0;
                bonus += (apart & 0xffff) == 0;
                bonus += (apart & 0xffffff) == 0;
                bonus += apart == 0;
                bonus = 10 * over > 7 * under ? bonus : 0;
            }
            int32_t scaled = 10 * over + bonus * (under - over), whole = 10 * under;
            float quotient = (float)((double)scaled / (double)whole);
            if (is_short) quotient = (float)scaled / (float)whole;
            result = count == 0 ? (m + n == 0 ? 1.0f : 0.0f) : quotient;
        } else {
            uint32_t most = measure == TIEOUT_TEXT_INDEL ? m + n : m > n ? m : n;
            uint32_t equal = measure == TIEOUT_TEXT_INDEL ? 2 * count : most - count;
            result = most == 0 ? 1.0f : (float)(int32_t)equal / (float)(int32_t)most;
        }
        results[i] = result >= least ? result : 0.0f;
    }
}

#endif
