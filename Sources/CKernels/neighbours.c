// Sums, bounds without vectors, and the choice of the build for the machine.
#include <string.h>

#include "neighbours_kernel.h"

#if defined(__clang__)
#pragma clang fp contract(off)
#endif

// Adds one list, while the list after it (or NULL) is fetched: lists are short and lie apart, so that no
// hardware sees where the next begins.
static inline void add_places(
    const tieout_postings *list, const tieout_postings *next, uint16_t *restrict sums) {
    enum { LINE = 64 / sizeof(uint16_t), MOST_AHEAD = 16 * LINE };
    if (next)
        for (uint32_t i = 0; i < next->count && i < MOST_AHEAD; i += LINE)
            __builtin_prefetch(next->places + i);
    const uint16_t *restrict places = list->places;
    const uint32_t length = list->count;
    const uint16_t value = list->value;
    uint32_t i = 0;
    // No place is there twice: four sums can be on their way at a time.
    for (; i + 4 <= length; i += 4) {
        uint64_t four;
        memcpy(&four, places + i, sizeof four);
        sums[four & 0xFFFF] += value;
        sums[four >> 16 & 0xFFFF] += value;
        sums[four >> 32 & 0xFFFF] += value;
        sums[four >> 48] += value;
    }
    for (; i < length; i++) sums[places[i]] += value;
}

void tieout_add_postings(const tieout_postings *lists, size_t count, uint16_t *sums) {
    for (size_t list = 0; list < count; list++)
        add_places(lists + list, list + 1 < count ? lists + list + 1 : NULL, sums);
}

static size_t reach_bounds(const tieout_bound_terms *terms, size_t group_count, uint32_t *reached) {
    const byte_values bytes = byte_values_of(terms->dense, terms->dense_count);
    size_t found = 0;
    for (size_t group = 0; group < group_count; group++) {
        uint8_t dense[TIEOUT_SCALE_GROUP] = {0};
        for (size_t list = 0; list < terms->dense_count; list++)
            for (uint64_t bits = terms->dense[list].bits[group]; bits; bits &= bits - 1)
                dense[__builtin_ctzll(bits)] += bytes.values[list];
        const uint16_t least = least_sum(terms->least, terms->scales[group]);
        uint16_t sums[TIEOUT_SCALE_GROUP];
        uint64_t wanted = 0;
        for (size_t place = 0; place < TIEOUT_SCALE_GROUP; place++) {
            sums[place] = (uint16_t)(terms->sums[group * TIEOUT_SCALE_GROUP + place]
                + dense[tieout_lane(place)] * bytes.unit);
            wanted |= (uint64_t)(sums[place] >= least) << place;
        }
        found += write_reached(terms, wanted, group, sums, reached + found);
    }
    return found;
}

tieout_reach_function *tieout_reach_bounds_build_scalar(void) { return reach_bounds; }

size_t tieout_reach_bounds(const tieout_bound_terms *terms, size_t group_count, uint32_t *reached) {
    tieout_reach_function *reach = tieout_reach_bounds_build_avx512();
    if (!reach) reach = tieout_reach_bounds_build_avx2();
    if (!reach) reach = tieout_reach_bounds_build_scalar();
    return reach(terms, group_count, reached);
}

static void group_maxima(const uint16_t *sums, size_t group_count, uint16_t *maxima) {
    maxima_of_groups(sums, group_count, maxima);
}

void tieout_group_maxima(const uint16_t *sums, size_t group_count, uint16_t *maxima) {
    tieout_maxima_function *wide = tieout_group_maxima_build_avx2();
    (wide ? wide : group_maxima)(sums, group_count, maxima);
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

void tieout_fetch_rows(
    const tieout_sparse_rows *sparse, const uint32_t *rows, const uint32_t *places, size_t count) {
    for (size_t i = 0; i < count; i++) fetch_row(sparse, rows[(uint16_t)places[i]]);
}

// The sum of one row is a chain of additions, each of which waits for the one before, and rows lie anywhere in
// memory: four rows are added up at a time, and those that come next are fetched meanwhile.
void tieout_row_products(
    const float *vector, const tieout_sparse_rows *sparse, const uint32_t *rows, const uint32_t *places,
    size_t count, size_t all, double *sums) {
    enum { LANES = 4, ROWS_AHEAD = 2 * LANES, STARTS_AHEAD = 16 };
    for (size_t first = 0; first < count; first += LANES) {
        for (size_t i = first + STARTS_AHEAD; i < first + STARTS_AHEAD + LANES && i < all; i++)
            __builtin_prefetch(sparse->starts + rows[(uint16_t)places[i]]);
        for (size_t i = first + ROWS_AHEAD; i < first + ROWS_AHEAD + LANES && i < all; i++)
            fetch_row(sparse, rows[(uint16_t)places[i]]);
        const size_t lanes = count - first < LANES ? count - first : LANES;
        const uint32_t *tokens[LANES];
        const float *weights[LANES];
        int64_t lengths[LANES], shortest = INT64_MAX;
        for (size_t lane = 0; lane < LANES; lane++) {
            // Lanes without a row of their own repeat the first.
            const uint32_t row = rows[(uint16_t)places[first + (lane < lanes ? lane : 0)]];
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
