// Picks the build for the machine.
#include "heads_kernel.h"

void tieout_read_heads_scalar(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns) {
    read_heads(pairs, count, field, field_count, columns);
}

#if defined(__x86_64__)
void tieout_read_heads_popcnt(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns);
#endif

void tieout_read_heads(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("lzcnt")) {
        tieout_read_heads_popcnt(pairs, count, field, field_count, columns);
        return;
    }
#endif
    // Others count bits by an instruction that every one of them has, or without.
    read_heads(pairs, count, field, field_count, columns);
}
