// Picks the build for the machine.
#include "bounds_kernel.h"

void tieout_raise_bounds_scalar(
    const tieout_head_columns *columns, size_t count, const tieout_level *level, float *bounds) {
    raise_bounds(columns, count, level, bounds);
}

void tieout_settle_bounds_scalar(
    const tieout_head_columns *columns, size_t count, const tieout_level *levels, size_t level_count,
    float otherwise, const tieout_level *exact, bool is_value, float *bounds) {
    settle_bounds(columns, count, levels, level_count, otherwise, exact, is_value, bounds);
}

#if defined(__x86_64__)
void tieout_raise_bounds_avx2(
    const tieout_head_columns *columns, size_t count, const tieout_level *level, float *bounds);
void tieout_settle_bounds_avx2(
    const tieout_head_columns *columns, size_t count, const tieout_level *levels, size_t level_count,
    float otherwise, const tieout_level *exact, bool is_value, float *bounds);
#endif

void tieout_raise_bounds(
    const tieout_head_columns *columns, size_t count, const tieout_level *level, float *bounds) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        tieout_raise_bounds_avx2(columns, count, level, bounds);
        return;
    }
#endif
    raise_bounds(columns, count, level, bounds);
}

void tieout_settle_bounds(
    const tieout_head_columns *columns, size_t count, const tieout_level *levels, size_t level_count,
    float otherwise, const tieout_level *exact, bool is_value, float *bounds) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        tieout_settle_bounds_avx2(
            columns, count, levels, level_count, otherwise, exact, is_value, bounds);
        return;
    }
#endif
    settle_bounds(columns, count, levels, level_count, otherwise, exact, is_value, bounds);
}
