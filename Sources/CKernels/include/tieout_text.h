// String comparators over UTF-8 values, many pairs a call.
//
// A character is a Unicode scalar; a malformed byte counts as a character of its own. Every entry
// point and every instruction set gives the same bits. Values end where they say: no byte past the
// end of a value is needed, though bytes of the same page may be touched.
#ifndef TIEOUT_TEXT_H
#define TIEOUT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Two values to compare.
typedef struct tieout_text_pair {
    const uint8_t *a, *b;
    uint32_t a_length, b_length;
} tieout_text_pair;

// One value.
typedef struct tieout_text_value {
    const uint8_t *bytes;
    uint32_t length;
} tieout_text_value;

// What is measured; the definitions stand at `TextMeasure`.
typedef enum tieout_text_measure {
    TIEOUT_TEXT_LEVENSHTEIN,
    TIEOUT_TEXT_OSA,
    TIEOUT_TEXT_INDEL,
    TIEOUT_TEXT_JARO,
    TIEOUT_TEXT_JARO_WINKLER,
    TIEOUT_TEXT_TOKEN_SORT,
    TIEOUT_TEXT_TOKEN_SET,
} tieout_text_measure;

// Only the first so many bytes of a value are compared: keeps one monstrous value from costing
// hours (time is length × length / 64).
#define TIEOUT_TEXT_MAX_LENGTH 65535u

// Reused memory of one thread.
typedef struct tieout_text_scratch tieout_text_scratch;
tieout_text_scratch *tieout_text_scratch_create(void);
void tieout_text_scratch_free(tieout_text_scratch *scratch);

// Similarity of each pair, 0…1, correctly rounded; 0 where it is below `cutoff`.
void tieout_text_similarities(
    tieout_text_measure measure, const tieout_text_pair *pairs, size_t count, float cutoff, float *results,
    tieout_text_scratch *scratch);

// Edit distance of each pair (LEVENSHTEIN, OSA, INDEL); `cutoff` + 1 where it is above `cutoff`.
void tieout_text_distances(
    tieout_text_measure measure, const tieout_text_pair *pairs, size_t count, uint32_t cutoff,
    uint32_t *results, tieout_text_scratch *scratch);

// Similarity of every row with every column: `results[row * column_count + column]`.
void tieout_text_matrix(
    tieout_text_measure measure, const tieout_text_value *rows, size_t row_count,
    const tieout_text_value *columns, size_t column_count, float cutoff, float *results,
    tieout_text_scratch *scratch);

// Length of the longest run of bytes, or of characters, that stands in both `a` and `b`; at most 65,535 of
// either are looked at. `counters` has room for `a_length` + `b_length`.
uint32_t tieout_longest_run_of_bytes(
    const uint8_t *a, size_t a_length, const uint8_t *b, size_t b_length, uint16_t *counters);
uint32_t tieout_longest_run_of_characters(
    const uint32_t *a, size_t a_length, const uint32_t *b, size_t b_length, uint16_t *counters);

// Instruction sets, weakest first.
typedef enum tieout_text_level {
    TIEOUT_TEXT_SCALAR,
    TIEOUT_TEXT_NEON,
    TIEOUT_TEXT_AVX2,
    TIEOUT_TEXT_AVX512,
} tieout_text_level;

// Whether this machine runs a level.
bool tieout_text_available(tieout_text_level level);
// The level in use: the strongest available, unless forced.
tieout_text_level tieout_text_current(void);
// Uses `level`, which must be available, from now on in all threads. For tests and measurements.
void tieout_text_force(tieout_text_level level);

#endif
