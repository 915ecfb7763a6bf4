// What the parts of the string comparators share.
#ifndef TIEOUT_TEXT_INTERNAL_H
#define TIEOUT_TEXT_INTERNAL_H

#include <string.h>

#include "tieout_text.h"

// What a kernel counts. Two 16-bit counts share the word of Jaro: matched characters low, matched
// characters out of order high.
typedef enum text_count { TEXT_LEVENSHTEIN, TEXT_OSA, TEXT_LCS, TEXT_JARO } text_count;

// What a measure is made from.
static inline text_count text_count_of(tieout_text_measure measure) {
    switch (measure) {
    case TIEOUT_TEXT_LEVENSHTEIN: return TEXT_LEVENSHTEIN;
    case TIEOUT_TEXT_OSA: return TEXT_OSA;
    case TIEOUT_TEXT_JARO:
    case TIEOUT_TEXT_JARO_WINKLER: return TEXT_JARO;
    default: return TEXT_LCS;
    }
}

// One ASCII pair on its way through the lanes. Bit-parallel methods hold the pattern in the bits of
// words and walk over the text.
typedef struct text_job {
    const uint8_t *pattern, *text;
    uint32_t pattern_length, text_length;
    uint32_t slot;      // of the result
    uint32_t stripped;  // characters in common at both ends, left out
} text_job;

// Lane widths in bits of pattern; the last are made of three words of 32 bits, and of two and four of
// 64.
enum { TEXT_CLASSES = 6, TEXT_LANE_PATTERN = 256, TEXT_LANE_TEXT = 512 };
static const uint32_t text_class_bits[TEXT_CLASSES] = {16, 32, 64, 96, 128, 256};

// Most pairs planned at a time: enough to fill lanes with texts of like length.
enum { TEXT_CHUNK = 512 };

// Pairs sorted into lanes.
typedef struct text_plan {
    text_job jobs[TEXT_CHUNK];                // by class, then by length of text
    uint16_t class_starts[TEXT_CLASSES + 1];  // places in `jobs`
    uint16_t others[TEXT_CHUNK];              // pairs that fit no lane
    uint32_t other_count;
} text_plan;

// A block of columns that fit one class of lanes, and the rows to compare them with; all ASCII.
typedef struct text_tile {
    tieout_text_measure measure;
    float least;
    const tieout_text_value *columns;
    const uint32_t *column_places;  // in a row of results
    size_t column_count;
    const tieout_text_value *rows;
    const uint32_t *row_places;
    size_t row_count;
    float *results;
    size_t stride;  // from row to row of results
} text_tile;

struct text_few_words;
struct text_overlap;

// One instruction set. `memory` has room for TEXT_LANE_MEMORY bytes, 64-byte aligned.
typedef struct text_kernels {
    // Sorts at most TEXT_CHUNK pairs into lanes.
    void (*plan)(text_count kind, const tieout_text_pair *pairs, size_t count, text_plan *plan);
    // Runs jobs whose patterns fit the class, best sorted by text length; fills `counts[slot]`.
    void (*run)(
        text_count kind, int class, const text_job *jobs, size_t count, uint32_t *counts, void *memory);
    // Compares all rows of a tile with all its columns.
    void (*tile)(int class, const text_tile *tile, void *memory);
    // Joins the sorted words of both values of each pair, one after the other, from `end` on.
    void (*join_sorted)(
        const tieout_text_pair *pairs, size_t count, uint8_t *end, tieout_text_pair *derived,
        tieout_text_scratch *scratch);
    // Joins what is in one value only of each pair, in the same way.
    void (*share_pairs)(
        const tieout_text_pair *pairs, size_t count, uint8_t *end, tieout_text_pair *derived,
        struct text_overlap *overlaps, tieout_text_scratch *scratch);
    // Splits a value; false if it does not have few words.
    bool (*split)(const uint8_t *bytes, uint32_t length, struct text_few_words *words);
    // As `text_share`.
    struct text_overlap (*share)(
        const struct text_few_words *a, const struct text_few_words *b, uint8_t **end,
        tieout_text_pair *derived);
} text_kernels;

// Rows of masks, a word of each lane (64 bytes at most) for each character of a text or, in tiles, of
// ASCII; then rows for what a tile keeps of a text. Half the words a lane may have stand in two groups.
#define TEXT_LANE_MEMORY (2 * (TEXT_LANE_TEXT + 1) * (TEXT_LANE_PATTERN / 64) * 64)

extern const text_kernels text_avx2, text_neon;
void text_tile_avx512(int class, const text_tile *tile, void *memory);

// The kernels in use; without functions for scalar.
text_kernels text_current_kernels(void);

// A growing block of memory.
typedef struct text_block {
    void *bytes;
    size_t capacity;
} text_block;

// At least `size` bytes, 64-byte aligned, contents lost; ends the process when memory is exhausted.
void *text_room(text_block *block, size_t size);

struct tieout_text_scratch {
    text_block masks, flags, characters_a, characters_b, map;  // scalar road
    text_block lanes, plan;                                    // lanes
    text_block words_a, words_b, arena;                        // tokens
    text_block rows, columns, places, row_words, column_words;  // matrix
};

// Counts of one pair by the scalar road, and the characters of both values.
uint32_t text_scalar_count(
    text_count kind, const uint8_t *a, uint32_t a_length, const uint8_t *b, uint32_t b_length,
    uint32_t *a_characters, uint32_t *b_characters, tieout_text_scratch *scratch);

// Characters of a value.
uint32_t text_character_count(const uint8_t *bytes, uint32_t length);

// One character, and how many bytes it took.
uint32_t text_decode(const uint8_t *bytes, uint32_t length, uint32_t *taken);

static inline uint32_t text_clipped(uint32_t length) {
    return length < TIEOUT_TEXT_MAX_LENGTH ? length : TIEOUT_TEXT_MAX_LENGTH;
}

// Whether `length` bytes are ASCII.
static inline bool text_is_ascii(const uint8_t *bytes, uint32_t length) {
    const uint64_t high = 0x8080808080808080u;
    uint64_t seen = 0, word;
    if (length >= 8) {
        for (uint32_t i = 0; i + 8 < length; i += 8) {
            memcpy(&word, bytes + i, 8);
            seen |= word;
        }
        memcpy(&word, bytes + length - 8, 8);
        return ((seen | word) & high) == 0;
    }
    if (length >= 4) {
        uint32_t first, last;
        memcpy(&first, bytes, 4);
        memcpy(&last, bytes + length - 4, 4);
        return ((first | last) & (uint32_t)high) == 0;
    }
    for (uint32_t i = 0; i < length; i++) seen |= bytes[i];
    return (seen & 0x80) == 0;
}

#endif
