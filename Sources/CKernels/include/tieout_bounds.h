// The most that a level of a comparison lets a pair weigh, from what the heads of its rows say.
#ifndef TIEOUT_BOUNDS_H
#define TIEOUT_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tieout_heads.h"

// What can be said of a level from lengths and signatures.
typedef enum tieout_level_form {
    TIEOUT_LEVEL_OPEN = 0,  // nothing: it may hold
    TIEOUT_LEVEL_EDITS,
    TIEOUT_LEVEL_EDIT_SIMILARITY,
    TIEOUT_LEVEL_INDEL_SIMILARITY,
    TIEOUT_LEVEL_JARO,
    TIEOUT_LEVEL_JARO_WINKLER,
    TIEOUT_LEVEL_DICE,
    TIEOUT_LEVEL_JACCARD,
    TIEOUT_LEVEL_NICKNAME,
} tieout_level_form;

typedef struct tieout_level {
    tieout_level_form form;
    float weight, term_weight;  // the pair weighs the first, and this share of its adjustment
    float limit;                // least similarity, or largest distance
    float changes;              // signature bits that one edit may change
    bool counts_grams;          // signatures tell bigrams; else characters
    // By the low 16 bits of the sum of two hashes: false proves that neither word is a short form of
    // the other. For nicknames.
    const bool *short_forms;
} tieout_level;

// Raises the bound of each pair for which the level may hold. `columns->rarity` holds adjustments by now.
void tieout_raise_bounds(
    const tieout_head_columns *columns, size_t count, const tieout_level *level, float *bounds);

// Sets the bounds of pairs that need no look at their signatures: 0 for nulls, the most that `exact` (or
// NULL) or any other level can weigh for equal values, and the most of any other where nothing is known.
// For signatures that are the value itself (`is_value`) there is no such thing as nothing known.
void tieout_settle_bounds(
    const tieout_head_columns *columns, size_t count, const tieout_level *levels, size_t level_count,
    float otherwise, const tieout_level *exact, bool is_value, float *bounds);

// The same by the plain build, whatever the machine can do.
void tieout_raise_bounds_scalar(
    const tieout_head_columns *columns, size_t count, const tieout_level *level, float *bounds);
void tieout_settle_bounds_scalar(
    const tieout_head_columns *columns, size_t count, const tieout_level *levels, size_t level_count,
    float otherwise, const tieout_level *exact, bool is_value, float *bounds);

#endif
