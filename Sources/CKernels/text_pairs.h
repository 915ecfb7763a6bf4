// Counting many pairs at once: what similarities, distances and token measures are made from.
#ifndef TIEOUT_TEXT_PAIRS_H
#define TIEOUT_TEXT_PAIRS_H

#include "text_internal.h"

// What makes a pair not worth counting, judged by the lengths alone.
typedef struct text_goal {
    tieout_text_measure measure;
    bool is_distance;
    float least;     // similarity
    uint32_t most;   // distance
} text_goal;

// Counts of one chunk. Where `hopeless` is set the other columns are undefined.
typedef struct text_counts {
    uint32_t counts[TEXT_CHUNK];
    uint32_t a_characters[TEXT_CHUNK], b_characters[TEXT_CHUNK];
    bool hopeless[TEXT_CHUNK];
} text_counts;

// Counts at most TEXT_CHUNK pairs.
void text_count_chunk(
    text_count kind, const text_goal *goal, const tieout_text_pair *pairs, size_t count, text_counts *counts,
    tieout_text_scratch *scratch);

// Similarities of at most TEXT_CHUNK pairs by words.
void text_token_chunk(
    const text_goal *goal, const tieout_text_pair *pairs, size_t count, float *results, text_counts *counts,
    tieout_text_scratch *scratch);

// TOKEN_SET of every row with every column.
void text_token_set_matrix(
    const tieout_text_value *rows, size_t row_count, const tieout_text_value *columns, size_t column_count,
    float cutoff, float *results, tieout_text_scratch *scratch);

// The values with their words sorted and joined, in `block`.
const tieout_text_value *text_sorted_values(
    const tieout_text_value *values, size_t count, text_block *block, tieout_text_scratch *scratch);

// Similarities from counts.
void text_finish(
    const text_goal *goal, const tieout_text_pair *pairs, size_t count, const text_counts *counts,
    float *results);

#endif
