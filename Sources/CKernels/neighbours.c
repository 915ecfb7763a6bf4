// Sums, bounds without vectors, and the choice of the build for the machine.
#include "neighbours_kernel.h"

#if defined(__clang__)
#pragma clang fp contract(off)
#endif

void tieout_add_postings_scalar(
    const tieout_postings *lists, size_t count, uint16_t *sums, size_t group_count) {
    (void)group_count;
    for (size_t list = 0; list < count; list++)
        add_places(lists + list, list + 1 < count ? lists + list + 1 : NULL, sums);
}

void tieout_add_postings(
    const tieout_postings *lists, size_t count, uint16_t *sums, size_t group_count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) {
        tieout_add_postings_avx512(lists, count, sums, group_count);
        return;
    }
#endif
    tieout_add_postings_scalar(lists, count, sums, group_count);
}

void tieout_group_maxima(const uint16_t *sums, size_t group_count, uint16_t *maxima) {
    for (size_t group = 0; group < group_count; group++) {
        const uint16_t *places = sums + group * TIEOUT_SCALE_GROUP;
        uint16_t highest = 0;
        for (int i = 0; i < TIEOUT_SCALE_GROUP; i++) highest = highest > places[i] ? highest : places[i];
        maxima[group] = highest;
    }
}

size_t tieout_reach_bounds_scalar(const tieout_bound_terms *terms, size_t group_count, uint16_t *places) {
    const uint16_t rest_factor = terms->rest_factor, least = terms->least;
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
            found += bounds[i] >= least;
        }
    }
    return found;
}

size_t tieout_reach_bounds(const tieout_bound_terms *terms, size_t group_count, uint16_t *places) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) return tieout_reach_bounds_avx512(terms, group_count, places);
    if (__builtin_cpu_supports("avx2")) return tieout_reach_bounds_avx2(terms, group_count, places);
#endif
    return tieout_reach_bounds_scalar(terms, group_count, places);
}

static inline void fetch_row(const tieout_sparse_rows *sparse, uint32_t row) {
    enum { LINE = 64, MOST_LINES = 4 };
    const int64_t *start = sparse->starts + row;
    const char *tokens = (const char *)(sparse->tokens + start[0]);
    const char *weights = (const char *)(sparse->weights + start[0]);
    const int64_t bytes = (start[1] - start[0]) * 4;
    for (int64_t byte = 0; byte < bytes && byte < MOST_LINES * LINE; byte += LINE) {
        __builtin_prefetch(tokens + byte);
        __builtin_prefetch(weights + byte);
    }
}

size_t tieout_refine_bounds(
    const tieout_bound_terms *terms, const tieout_postings *lists, size_t list_count, uint16_t *places,
    size_t count) {
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t place = places[i], group = place / TIEOUT_SCALE_GROUP, bit = place % TIEOUT_SCALE_GROUP;
        uint32_t sum = terms->sums[place];
        for (size_t list = 0; list < list_count; list++)
            sum += (uint32_t)(lists[list].bits[group] >> bit & 1) * lists[list].value;
        const uint32_t scale = scale_of(terms->scales[group], terms->scale_factor);
        places[left] = (uint16_t)place;
        left += (sum * scale >> 16) + 1 >= terms->least;
    }
    return left;
}

tieout_reach_function *tieout_reach_bounds_narrow(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return tieout_reach_bounds_avx2;
#endif
    return NULL;
}

// The sum of one row is a chain of additions, each of which waits for the one before, and rows lie anywhere in
// memory: four rows are added up at a time, and those that come next are fetched meanwhile.
void tieout_row_products(
    const float *vector, const tieout_sparse_rows *sparse, const uint32_t *rows, const uint16_t *places,
    size_t count, double *sums) {
    enum { LANES = 4, STARTS_AHEAD = 16 };
    for (size_t first = 0; first < count; first += LANES) {
        for (size_t i = first + STARTS_AHEAD; i < first + STARTS_AHEAD + LANES && i < count; i++)
            __builtin_prefetch(sparse->starts + rows[places[i]]);
        for (size_t i = first + LANES; i < first + 2 * LANES && i < count; i++)
            fetch_row(sparse, rows[places[i]]);
        const size_t lanes = count - first < LANES ? count - first : LANES;
        const uint32_t *tokens[LANES];
        const float *weights[LANES];
        int64_t lengths[LANES], shortest = INT64_MAX;
        for (size_t lane = 0; lane < LANES; lane++) {
            // Lanes without a row of their own repeat the first.
            const uint32_t row = rows[places[first + (lane < lanes ? lane : 0)]];
            const int64_t start = sparse->starts[row];
            tokens[lane] = sparse->tokens + start;
            weights[lane] = sparse->weights + start;
            lengths[lane] = sparse->starts[row + 1] - start;
            shortest = lengths[lane] < shortest ? lengths[lane] : shortest;
        }
        double a = 0, b = 0, c = 0, d = 0;
        for (int64_t entry = 0; entry < shortest; entry++) {
            a += (double)vector[tokens[0][entry]] * (double)weights[0][entry];
            b += (double)vector[tokens[1][entry]] * (double)weights[1][entry];
            c += (double)vector[tokens[2][entry]] * (double)weights[2][entry];
            d += (double)vector[tokens[3][entry]] * (double)weights[3][entry];
        }
        const double lane_sums[LANES] = {a, b, c, d};
        for (size_t lane = 0; lane < lanes; lane++) {
            double sum = lane_sums[lane];
            for (int64_t entry = shortest; entry < lengths[lane]; entry++)
                sum += (double)vector[tokens[lane][entry]] * (double)weights[lane][entry];
            sums[first + lane] = sum;
        }
    }
}
