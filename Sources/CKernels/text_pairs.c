// Pair by pair: sort a chunk of pairs into lanes of one width and like text lengths, count them,
// turn counts into results.

#include "text_pairs.h"

#include "text_score.h"

static bool is_hopeless(const text_goal *goal, uint32_t a, uint32_t b) {
    uint32_t difference = a > b ? a - b : b - a;
    if (goal->is_distance) return difference > goal->most;
    switch (goal->measure) {
    case TIEOUT_TEXT_LEVENSHTEIN:
    case TIEOUT_TEXT_OSA: return text_normalised(difference, a > b ? a : b) < goal->least;
    case TIEOUT_TEXT_INDEL:
    case TIEOUT_TEXT_TOKEN_SORT: return text_normalised(difference, a + b) < goal->least;
    case TIEOUT_TEXT_JARO: return text_jaro_bound(a, b, false) < goal->least;
    case TIEOUT_TEXT_JARO_WINKLER: return text_jaro_bound(a, b, true) < goal->least;
    default: return false;
    }
}

static bool is_ascii_pair(const tieout_text_pair *pair) {
    return text_is_ascii(pair->a, text_clipped(pair->a_length))
           && text_is_ascii(pair->b, text_clipped(pair->b_length));
}

// Marks the pairs whose lengths rule them out, and gathers the others in `kept`. Lengths in bytes say
// nothing about the characters of pairs that are not ASCII.
static uint32_t drop_hopeless(
    const text_goal *goal, const tieout_text_pair *pairs, size_t count, text_counts *counts,
    tieout_text_pair *kept, uint16_t *kept_places) {
    uint32_t kept_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        counts->hopeless[i] =
            is_hopeless(goal, text_clipped(pairs[i].a_length), text_clipped(pairs[i].b_length))
            && is_ascii_pair(&pairs[i]);
        kept[kept_count] = pairs[i];
        kept_places[kept_count] = (uint16_t)i;
        kept_count += !counts->hopeless[i];
    }
    return kept_count;
}

static void count_scalar(
    text_count kind, const tieout_text_pair *pair, uint32_t place, text_counts *counts,
    tieout_text_scratch *scratch) {
    counts->counts[place] = text_scalar_count(
        kind, pair->a, text_clipped(pair->a_length), pair->b, text_clipped(pair->b_length),
        &counts->a_characters[place], &counts->b_characters[place], scratch);
}

// Counts pairs worth counting.
static void count_all(
    text_count kind, const tieout_text_pair *pairs, size_t count, text_counts *counts,
    tieout_text_scratch *scratch) {
    text_kernels kernels = text_current_kernels();
    if (kernels.run == NULL) {
        for (uint32_t i = 0; i < count; i++) count_scalar(kind, &pairs[i], i, counts, scratch);
        return;
    }
    text_plan *plan = text_room(&scratch->plan, sizeof *plan);
    void *memory = text_room(&scratch->lanes, TEXT_LANE_MEMORY);
    kernels.plan(kind, pairs, count, plan);
    for (uint32_t i = 0; i < count; i++) {
        counts->a_characters[i] = pairs[i].a_length;
        counts->b_characters[i] = pairs[i].b_length;
    }
    for (int class = 0; class < TEXT_CLASSES; class++) {
        uint32_t start = plan->class_starts[class], end = plan->class_starts[class + 1];
        if (end > start) kernels.run(kind, class, plan->jobs + start, end - start, counts->counts, memory);
    }
    for (uint32_t i = 0; i < plan->other_count; i++) {
        uint32_t place = plan->others[i];
        count_scalar(kind, &pairs[place], place, counts, scratch);
    }
}

void text_count_chunk(
    text_count kind, const text_goal *goal, const tieout_text_pair *pairs, size_t count, text_counts *counts,
    tieout_text_scratch *scratch) {
    bool takes_all = goal->is_distance ? goal->most == UINT32_MAX : goal->least <= 0;
    memset(counts->hopeless, false, count);
    if (takes_all || goal->measure == TIEOUT_TEXT_TOKEN_SET) {
        count_all(kind, pairs, count, counts, scratch);
        return;
    }

    tieout_text_pair kept[TEXT_CHUNK];
    uint16_t kept_places[TEXT_CHUNK];
    uint32_t kept_count = drop_hopeless(goal, pairs, count, counts, kept, kept_places);
    count_all(kind, kept, kept_count, counts, scratch);
    // Back to the places of the pairs: from the end, since no place is before its count.
    for (uint32_t i = kept_count; i-- > 0;) {
        uint32_t place = kept_places[i];
        counts->counts[place] = counts->counts[i];
        counts->a_characters[place] = counts->a_characters[i];
        counts->b_characters[place] = counts->b_characters[i];
    }
}

static float finish_one(
    tieout_text_measure measure, const tieout_text_pair *pair, uint32_t count, uint32_t a, uint32_t b) {
    switch (measure) {
    case TIEOUT_TEXT_LEVENSHTEIN:
    case TIEOUT_TEXT_OSA: return text_normalised(count, a > b ? a : b);
    case TIEOUT_TEXT_INDEL:
    case TIEOUT_TEXT_TOKEN_SORT: return text_normalised(a + b - 2 * count, a + b);
    case TIEOUT_TEXT_JARO: return text_jaro(count, a, b, 0);
    default:
        return text_jaro(
            count, a, b, text_common_prefix(pair->a, pair->a_length, pair->b, pair->b_length));
    }
}

// One loop for each measure: `measure` is a constant in every call.
static inline __attribute__((always_inline)) void finish_all(
    tieout_text_measure measure, const text_goal *goal, const tieout_text_pair *pairs, size_t count,
    const text_counts *counts, float *results) {
    for (size_t i = 0; i < count; i++) {
        float result = counts->hopeless[i] ? 0
                                           : finish_one(measure, &pairs[i], counts->counts[i],
                                                 counts->a_characters[i], counts->b_characters[i]);
        results[i] = result >= goal->least ? result : 0;
    }
}

void text_finish(
    const text_goal *goal, const tieout_text_pair *pairs, size_t count, const text_counts *counts,
    float *results) {
    switch (goal->measure) {
    case TIEOUT_TEXT_LEVENSHTEIN:
    case TIEOUT_TEXT_OSA: finish_all(TIEOUT_TEXT_OSA, goal, pairs, count, counts, results); break;
    case TIEOUT_TEXT_JARO: finish_all(TIEOUT_TEXT_JARO, goal, pairs, count, counts, results); break;
    case TIEOUT_TEXT_JARO_WINKLER:
        finish_all(TIEOUT_TEXT_JARO_WINKLER, goal, pairs, count, counts, results);
        break;
    default: finish_all(TIEOUT_TEXT_INDEL, goal, pairs, count, counts, results); break;
    }
}

void tieout_text_similarities(
    tieout_text_measure measure, const tieout_text_pair *pairs, size_t count, float cutoff, float *results,
    tieout_text_scratch *scratch) {
    text_goal goal = {.measure = measure, .least = cutoff};
    bool by_words = measure == TIEOUT_TEXT_TOKEN_SORT || measure == TIEOUT_TEXT_TOKEN_SET;
    text_counts counts;
    for (size_t start = 0; start < count; start += TEXT_CHUNK) {
        size_t size = count - start < TEXT_CHUNK ? count - start : TEXT_CHUNK;
        if (by_words) {
            text_token_chunk(&goal, pairs + start, size, results + start, &counts, scratch);
        } else {
            text_count_chunk(text_count_of(measure), &goal, pairs + start, size, &counts, scratch);
            text_finish(&goal, pairs + start, size, &counts, results + start);
        }
    }
}

void tieout_text_distances(
    tieout_text_measure measure, const tieout_text_pair *pairs, size_t count, uint32_t cutoff,
    uint32_t *results, tieout_text_scratch *scratch) {
    text_goal goal = {.measure = measure, .is_distance = true, .most = cutoff};
    text_count kind = text_count_of(measure);
    text_counts counts;
    for (size_t start = 0; start < count; start += TEXT_CHUNK) {
        size_t size = count - start < TEXT_CHUNK ? count - start : TEXT_CHUNK;
        text_count_chunk(kind, &goal, pairs + start, size, &counts, scratch);
        for (size_t i = 0; i < size; i++) {
            uint32_t distance = counts.counts[i];
            if (kind == TEXT_LCS) distance = counts.a_characters[i] + counts.b_characters[i] - 2 * distance;
            // Written so that a cutoff of UInt32.max does not overflow: no distance is above it.
            results[start + i] = counts.hopeless[i] || distance > cutoff ? cutoff + 1 : distance;
        }
    }
}
