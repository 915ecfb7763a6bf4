// What the builds of `tieout_reach_bounds` share.
#ifndef TIEOUT_NEIGHBOURS_KERNEL_H
#define TIEOUT_NEIGHBOURS_KERNEL_H

#include "tieout_neighbours.h"

static inline uint16_t scale_of(float scale, float factor) {
    const float exact = scale * factor;
    // Rounded up, and a little more for what single precision has lost.
    return exact < 65533 ? (uint16_t)((uint32_t)exact + 2) : 65535;
}

#if defined(__x86_64__)
size_t tieout_reach_bounds_avx2(const tieout_bound_terms *terms, size_t group_count, uint16_t *places);
size_t tieout_reach_bounds_avx512(const tieout_bound_terms *terms, size_t group_count, uint16_t *places);
#endif

#endif
