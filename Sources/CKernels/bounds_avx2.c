// x86-64 with vectors of eight floats.
#if defined(__x86_64__)

// Headers first: the attribute is for our own functions only.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tieout_bounds.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif

#include "bounds_kernel.h"

void tieout_raise_bounds_avx2(
    const tieout_head_columns *columns, size_t count, const tieout_level *level, float *bounds) {
    raise_bounds(columns, count, level, bounds);
}

void tieout_settle_bounds_avx2(
    const tieout_head_columns *columns, size_t count, const tieout_level *levels, size_t level_count,
    float otherwise, const tieout_level *exact, bool is_value, float *bounds) {
    settle_bounds(columns, count, levels, level_count, otherwise, exact, is_value, bounds);
}

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
