// Pair by pair: sort a chunk of pairs into lanes of one width and like text lengths, count them,
// turn counts into results.

#include "text_pairs.h"

#include "text_score.h"

static text_count count_of(tieout_text_measure measure) {
    switch (measure) {
    case TIEOUT_TEXT_LEVENSHTEIN: return TEXT_LEVENSHTEIN;
    case TIEOUT_TEXT_OSA: return TEXT_OSA;
    case TIEOUT_TEXT_JARO:
    case TIEOUT_TEXT_JARO_WINKLER: return TEXT_JARO;
    default: return TEXT_LCS;
    }
}

static uint32_t clipped(uint32_t length) {
    return length < TIEOUT_TEXT_MAX_LENGTH ? length : TIEOUT_TEXT_MAX_LENGTH;
}

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

// Classes of lanes, each with its texts in 64 steps of length.
enum { STEPS = 64, BINS = TEXT_CLASSES * STEPS, NO_BIN = BINS };

// The job of an ASCII pair, and its bin; NO_BIN where it fits no lane.
static uint32_t plan(const tieout_text_pair *pair, uint32_t a, uint32_t b, text_job *job) {
    uint32_t shorter = a < b ? a : b, longer = a < b ? b : a;
    if (shorter > TEXT_LANE_PATTERN || longer > TEXT_LANE_TEXT) return NO_BIN;
    uint32_t class = 0;
    while (text_class_bits[class] < shorter) class++;
    // The longer value is the pattern where it fits the same lane: fewer steps.
    bool a_is_pattern = (longer <= text_class_bits[class]) == (a > b);
    job->pattern = a_is_pattern ? pair->a : pair->b;
    job->text = a_is_pattern ? pair->b : pair->a;
    job->pattern_length = a_is_pattern ? a : b;
    job->text_length = a_is_pattern ? b : a;
    uint32_t step = class < 3 ? job->text_length : job->text_length / 8;
    return class * STEPS + (step < STEPS ? step : STEPS - 1);
}

void text_count_chunk(
    text_count kind, const text_goal *goal, const tieout_text_pair *pairs, size_t count, text_counts *counts,
    tieout_text_scratch *scratch) {
    const text_kernels *kernels = text_current_kernels();
    text_job jobs[TEXT_CHUNK], sorted[TEXT_CHUNK];
    uint16_t bins[TEXT_CHUNK], starts[BINS + 1];
    uint32_t planned = 0;
    memset(starts, 0, sizeof starts);
    for (uint32_t i = 0; i < count; i++) {
        const tieout_text_pair *pair = &pairs[i];
        uint32_t a = clipped(pair->a_length), b = clipped(pair->b_length);
        bool ascii = text_is_ascii(pair->a, a) && text_is_ascii(pair->b, b);
        counts->a_characters[i] = a;
        counts->b_characters[i] = b;
        counts->hopeless[i] = ascii && is_hopeless(goal, a, b);
        if (counts->hopeless[i]) continue;
        uint32_t bin = ascii && kernels != NULL ? plan(pair, a, b, &jobs[planned]) : NO_BIN;
        if (bin != NO_BIN) {
            jobs[planned].slot = i;
            bins[planned++] = (uint16_t)bin;
            starts[bin + 1]++;
        } else {
            counts->counts[i] = text_scalar_count(
                kind, pair->a, a, pair->b, b, &counts->a_characters[i], &counts->b_characters[i], scratch);
        }
    }
    if (planned == 0) return;
    for (uint32_t bin = 0; bin < BINS; bin++) starts[bin + 1] += starts[bin];
    uint16_t class_starts[TEXT_CLASSES + 1];
    for (int class = 0; class <= TEXT_CLASSES; class++) class_starts[class] = starts[class * STEPS];
    for (uint32_t i = 0; i < planned; i++) sorted[starts[bins[i]]++] = jobs[i];
    void *memory = text_room(&scratch->lanes, TEXT_LANE_MEMORY);
    for (int class = 0; class < TEXT_CLASSES; class++) {
        size_t size = (size_t)(class_starts[class + 1] - class_starts[class]);
        if (size > 0) kernels->run(kind, class, sorted + class_starts[class], size, counts->counts, memory);
    }
}

static float finish_one(
    tieout_text_measure measure, const tieout_text_pair *pair, uint32_t count, uint32_t a, uint32_t b) {
    switch (measure) {
    case TIEOUT_TEXT_LEVENSHTEIN:
    case TIEOUT_TEXT_OSA: return text_normalised(count, a > b ? a : b);
    case TIEOUT_TEXT_INDEL:
    case TIEOUT_TEXT_TOKEN_SORT: return text_normalised(a + b - 2 * count, a + b);
    case TIEOUT_TEXT_JARO: return (float)text_jaro(count, a, b);
    default: {
        double jaro = text_jaro(count, a, b);
        if (jaro <= 0.7) return (float)jaro;
        uint32_t prefix = text_common_prefix(pair->a, pair->a_length, pair->b, pair->b_length);
        return (float)text_winkler(jaro, prefix);
    }
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
    const text_goal *goal, const tieout_text_pair *pairs, size_t count, const text_counts *counts, float *results) {
    switch (goal->measure) {
    case TIEOUT_TEXT_LEVENSHTEIN:
    case TIEOUT_TEXT_OSA: finish_all(TIEOUT_TEXT_OSA, goal, pairs, count, counts, results); break;
    case TIEOUT_TEXT_JARO: finish_all(TIEOUT_TEXT_JARO, goal, pairs, count, counts, results); break;
    case TIEOUT_TEXT_JARO_WINKLER: finish_all(TIEOUT_TEXT_JARO_WINKLER, goal, pairs, count, counts, results); break;
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
            text_count_chunk(count_of(measure), &goal, pairs + start, size, &counts, scratch);
            text_finish(&goal, pairs + start, size, &counts, results + start);
        }
    }
}

void tieout_text_distances(
    tieout_text_measure measure, const tieout_text_pair *pairs, size_t count, uint32_t cutoff, uint32_t *results,
    tieout_text_scratch *scratch) {
    text_goal goal = {.measure = measure, .is_distance = true, .most = cutoff};
    text_count kind = count_of(measure);
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
