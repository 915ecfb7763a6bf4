// The longest run that stands in both of two values.
//
// A run lies on one diagonal of the matrix of places. Each diagonal has a counter, which equal units raise
// and unlike ones clear; the counters of a row lie side by side and none waits for another, so that the
// compiler's vectors do many at once: no counter is one of the units, which they must be told.

#include <string.h>

#include "tieout_text.h"

#define LONGEST_RUN(NAME, UNIT) \
    uint32_t NAME(const UNIT *a, size_t a_length, const UNIT *restrict b, size_t b_length, \
                  uint16_t *restrict counters) { \
        size_t rows = a_length < TIEOUT_TEXT_MAX_LENGTH ? a_length : TIEOUT_TEXT_MAX_LENGTH; \
        size_t columns = b_length < TIEOUT_TEXT_MAX_LENGTH ? b_length : TIEOUT_TEXT_MAX_LENGTH; \
        memset(counters, 0, (rows + columns) * sizeof(uint16_t)); \
        uint16_t longest = 0; \
        for (size_t row = 0; row < rows; row++) { \
            uint16_t *diagonal = counters + (rows - 1 - row); \
            UNIT unit = a[row]; \
            for (size_t column = 0; column < columns; column++) { \
                uint16_t equal = (uint16_t) - (uint16_t)(b[column] == unit); \
                uint16_t run = (uint16_t)(diagonal[column] + 1) & equal; \
                diagonal[column] = run; \
                longest = run > longest ? run : longest; \
            } \
        } \
        return longest; \
    }

LONGEST_RUN(tieout_longest_run_of_bytes, uint8_t)
LONGEST_RUN(tieout_longest_run_of_characters, uint32_t)
