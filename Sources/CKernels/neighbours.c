// Sums, bounds without vectors, and the choice of the build for the machine.
#include "neighbours_kernel.h"

#if defined(__clang__)
#pragma clang fp contract(off)
#endif

void tieout_add_postings(const tieout_postings *lists, size_t count, uint16_t *restrict sums) {
    for (size_t list = 0; list < count; list++) {
        const uint16_t *restrict places = lists[list].places;
        const uint32_t length = lists[list].count;
        const uint16_t value = lists[list].value;
        uint32_t i = 0;
        // No place is there twice: four sums can be on their way at a time.
        for (; i + 4 <= length; i += 4) {
            uint64_t four;
            __builtin_memcpy(&four, places + i, sizeof four);
            sums[four & 0xFFFF] += value;
            sums[four >> 16 & 0xFFFF] += value;
            sums[four >> 32 & 0xFFFF] += value;
            sums[four >> 48] += value;
        }
        for (; i < length; i++) sums[places[i]] += value;
    }
}

size_t tieout_reach_bounds_scalar(const tieout_bound_terms *terms, size_t group_count, uint16_t *places) {
    const uint16_t rest_factor = terms->rest_factor, least = terms->least, most = terms->most;
    size_t found = 0;
    for (size_t group = 0; group < group_count; group++) {
        const uint16_t *restrict sums = terms->sums + group * TIEOUT_SCALE_GROUP;
        const uint8_t *restrict rests = terms->rests + group * TIEOUT_SCALE_GROUP;
        const uint16_t scale = scale_of(terms->scales[group], terms->scale_factor);
        // Nothing but arithmetic on 16-bit numbers, of which the compiler makes vectors.
        uint16_t bounds[TIEOUT_SCALE_GROUP];
        uint16_t highest = 0;
        for (int i = 0; i < TIEOUT_SCALE_GROUP; i++) {
            const uint16_t sum = sums[i];
            const uint16_t part = (uint16_t)(((uint32_t)sum * scale) >> 16);
            const uint16_t rest = (uint16_t)(((uint32_t)(uint16_t)(rests[i] << 8) * rest_factor) >> 16);
            const uint16_t bound = (uint16_t)(part + rest + (sum != 0));
            bounds[i] = bound;
            highest = highest > bound ? highest : bound;
        }
        if (highest < least) continue;
        for (int i = 0; i < TIEOUT_SCALE_GROUP; i++) {
            places[found] = (uint16_t)(group * TIEOUT_SCALE_GROUP + (size_t)i);
            found += (bounds[i] >= least) & (bounds[i] <= most);
        }
    }
    return found;
}

size_t tieout_reach_bounds(const tieout_bound_terms *terms, size_t group_count, uint16_t *places) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return tieout_reach_bounds_avx2(terms, group_count, places);
#endif
    return tieout_reach_bounds_scalar(terms, group_count, places);
}

// The sum of one row is a chain of additions, each of which waits for the one before, and rows lie anywhere in
// memory: rows that come later are fetched meanwhile.
void tieout_row_products(
    const float *vector, const tieout_sparse_rows *sparse, const uint32_t *rows, const uint16_t *places,
    size_t count, double *sums) {
    enum { STARTS_AHEAD = 12, ENTRIES_AHEAD = 5, LINE = 64 };
    for (size_t i = 0; i < count; i++) {
        if (i + STARTS_AHEAD < count) __builtin_prefetch(sparse->starts + rows[places[i + STARTS_AHEAD]]);
        if (i + ENTRIES_AHEAD < count) {
            const int64_t *start = sparse->starts + rows[places[i + ENTRIES_AHEAD]];
            const char *tokens = (const char *)(sparse->tokens + start[0]);
            const char *weights = (const char *)(sparse->weights + start[0]);
            const int64_t bytes = (start[1] - start[0]) * 4;
            for (int64_t byte = 0; byte < bytes && byte < 4 * LINE; byte += LINE) {
                __builtin_prefetch(tokens + byte);
                __builtin_prefetch(weights + byte);
            }
        }
        const int64_t *start = sparse->starts + rows[places[i]];
        double sum = 0;
        for (int64_t entry = start[0]; entry < start[1]; entry++)
            sum += (double)vector[sparse->tokens[entry]] * (double)sparse->weights[entry];
        sums[i] = sum;
    }
}
