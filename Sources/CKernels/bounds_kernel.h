// Loops over columns, built once for each instruction set: nothing in them but arithmetic, so that the
// compiler makes vectors of it. Sums are rounded as written: every build gives the same bounds.
#if defined(__clang__)
#pragma clang fp contract(off)
#endif

#include "tieout_bounds.h"

static inline float larger(float a, float b) { return a > b ? a : b; }
static inline float smaller(float a, float b) { return a < b ? a : b; }
static inline float distance(float a, float b) { return a > b ? a - b : b - a; }

// 3|a||b| times the largest Jaro similarity: all characters that both may have match, in order.
static inline float jaro_sum(float a, float b, float only_a, float only_b, bool counts_grams) {
    float matching = counts_grams ? smaller(a, b) : smaller(a - only_a, b - only_b);
    return matching > 0 ? matching * (a + b) + a * b : 0;
}

// Most bigrams in common, counted as often as they occur. All characters but the last begin a bigram, so
// that of those the other value lacks all but one begin a bigram that it lacks too.
static inline float common_grams(float a, float b, float only_a, float only_b, bool counts_grams) {
    float spare = counts_grams ? 0 : 1;
    return smaller(a - 1 - larger(only_a - spare, 0), b - 1 - larger(only_b - spare, 0));
}

// Runs over the pairs with `a`, `b`, `only_a` and `only_b` of each, and raises where `holds`.
#define RAISE_WHERE(holds)                                                              \
    for (size_t i = 0; i < count; i++) {                                                \
        const float a = lefts[i], b = rights[i], only_a = left_only[i], only_b = right_only[i]; \
        const float raised = larger(bounds[i], weight + share * rarity[i]);             \
        (void)a, (void)b, (void)only_a, (void)only_b;                                   \
        bounds[i] = (holds) ? raised : bounds[i];                                       \
    }

// Lengths are in characters where it matters: signatures of values that are not ASCII bound nothing. The
// rest of a per mille is for similarities rounded to single precision.
static inline void raise_bounds(
    const tieout_head_columns *columns, size_t count, const tieout_level *level, float *restrict bounds) {
    const float *restrict lefts = columns->left_lengths, *restrict rights = columns->right_lengths;
    const float *restrict left_only = columns->left_only, *restrict right_only = columns->right_only;
    const float *restrict rarity = columns->rarity, *restrict starts = columns->starts;
    const float weight = level->weight, share = level->term_weight;
    const float limit = level->limit, least = level->limit - 1e-4f, changes = level->changes;
    const bool grams = level->counts_grams;
    switch (level->form) {
    case TIEOUT_LEVEL_EDITS: {
        const float most_only = limit * changes;
        RAISE_WHERE((distance(a, b) <= limit) & (larger(only_a, only_b) <= most_only))
        break;
    }
    case TIEOUT_LEVEL_EDIT_SIMILARITY: {
        const float share_of_changes = 1 - least;
        RAISE_WHERE(larger(distance(a, b), larger(only_a, only_b) / changes) <= share_of_changes * larger(a, b))
        break;
    }
    case TIEOUT_LEVEL_INDEL_SIMILARITY: {
        // A character left out takes two bigrams away and may bring one. Spaces between words are not
        // counted, and they are the one character of a signature that words in another order may lack.
        const float most = (grams ? 3.f : 1.f) * (1 - least), spare = grams ? 0 : 2;
        RAISE_WHERE(only_a + only_b - spare <= most * (a + b))
        break;
    }
    case TIEOUT_LEVEL_JARO:
        RAISE_WHERE(jaro_sum(a, b, only_a, only_b, grams) >= least * (3 * a * b))
        break;
    case TIEOUT_LEVEL_JARO_WINKLER: {
        // There is no bonus up to 0.7.
        const float plain = smaller(least, 0.699f);
        for (size_t i = 0; i < count; i++) {
            const float a = lefts[i], b = rights[i], all = 3 * a * b;
            const float sum = jaro_sum(a, b, left_only[i], right_only[i], grams);
            const float raised = larger(bounds[i], weight + share * rarity[i]);
            const bool holds = (sum >= plain * all) & (sum + 0.1f * starts[i] * (all - sum) >= least * all);
            bounds[i] = holds ? raised : bounds[i];
        }
        break;
    }
    case TIEOUT_LEVEL_DICE:
        RAISE_WHERE((smaller(a, b) < 2) |
                    (2 * common_grams(a, b, only_a, only_b, grams) >= least * (a + b - 2)))
        break;
    case TIEOUT_LEVEL_JACCARD:
        for (size_t i = 0; i < count; i++) {
            const float a = lefts[i], b = rights[i];
            const float common = common_grams(a, b, left_only[i], right_only[i], grams);
            const float raised = larger(bounds[i], weight + share * rarity[i]);
            const bool holds = (smaller(a, b) < 2) | (common >= least * (a + b - 2 - common));
            bounds[i] = holds ? raised : bounds[i];
        }
        break;
    case TIEOUT_LEVEL_NICKNAME: {
        // Of two single words neither of which is an initial, one is a short form of the other.
        const bool *short_forms = level->short_forms;
        const uint8_t *plain = columns->plain;
        const uint32_t *sums = columns->hash_sums;
        for (size_t i = 0; i < count; i++) {
            const float raised = larger(bounds[i], weight + share * rarity[i]);
            bounds[i] = ((plain[i] == 0) | short_forms[sums[i] & 0xFFFF]) ? raised : bounds[i];
        }
        break;
    }
    case TIEOUT_LEVEL_OPEN:
        RAISE_WHERE(true)
        break;
    }
}

static inline void settle_bounds(
    const tieout_head_columns *columns, size_t count, const tieout_level *levels, size_t level_count,
    float otherwise, const tieout_level *exact, bool is_value, float *restrict bounds) {
    const uint8_t *restrict states = columns->states;
    const float *restrict rarity = columns->rarity;
    const float exact_weight = exact ? exact->weight : otherwise, exact_share = exact ? exact->term_weight : 0;
    float open[64];
    for (size_t first = 0; first < count; first += 64) {
        const size_t block = count - first < 64 ? count - first : 64;
        for (size_t i = 0; i < block; i++) open[i] = otherwise;
        for (size_t level = 0; level < level_count; level++) {
            const float weight = levels[level].weight, share = levels[level].term_weight;
            for (size_t i = 0; i < block; i++) open[i] = larger(open[i], weight + share * rarity[first + i]);
        }
        for (size_t i = 0; i < block; i++) {
            const uint8_t state = states[first + i];
            const float given = bounds[first + i], unbounded = is_value ? given : open[i];
            const float equal = larger(open[i], exact_weight + exact_share * rarity[first + i]);
            const float unlike = state == TIEOUT_HEAD_UNBOUNDED ? unbounded : given;
            const float present = state == TIEOUT_HEAD_EQUAL ? equal : unlike;
            bounds[first + i] = state == TIEOUT_HEAD_NULL ? 0 : present;
        }
    }
}
