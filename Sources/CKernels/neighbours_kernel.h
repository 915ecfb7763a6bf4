// What the builds of `tieout_reach_bounds` share.
#ifndef TIEOUT_NEIGHBOURS_KERNEL_H
#define TIEOUT_NEIGHBOURS_KERNEL_H

#include <string.h>

#include "tieout_neighbours.h"

// Adds one list place by place, while the list after it (or NULL) is fetched: lists are short and lie apart,
// so that no hardware sees where the next begins.
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

static inline uint16_t scale_of(float scale, float factor) {
    const float exact = scale * factor;
    // Rounded up, and a little more for what single precision has lost.
    return exact < 65533 ? (uint16_t)((uint32_t)exact + 2) : 65535;
}

#if defined(__x86_64__)
size_t tieout_reach_bounds_avx2(const tieout_bound_terms *terms, size_t group_count, uint16_t *places);
void tieout_add_postings_avx512(
    const tieout_postings *lists, size_t count, uint16_t *sums, size_t group_count);
size_t tieout_reach_bounds_avx512(const tieout_bound_terms *terms, size_t group_count, uint16_t *places);
#endif

#endif
