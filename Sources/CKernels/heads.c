// Picks the build for the machine. The plain one counts bits without an instruction for it where the oldest machine
// of its kind has none.
#include "heads_kernel.h"
#include "tieout_row.h"

void tieout_read_heads_scalar(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns) {
    read_heads(pairs, count, field, field_count, columns);
}

#if defined(__x86_64__)
void tieout_read_heads_avx2(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns);
#endif

void tieout_read_heads(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt")) {
        tieout_read_heads_avx2(pairs, count, field, field_count, columns);
        return;
    }
#endif
    read_heads(pairs, count, field, field_count, columns);
}

void tieout_touch_heads(const tieout_row_pair *pairs, size_t count, uint32_t field_count) {
    const size_t heads = (size_t)field_count * TIEOUT_HEAD_SIZE;
    for (size_t i = 0; i < count; i++) {
        tieout_touch(pairs[i].left, heads);
        tieout_touch(pairs[i].right, heads);
    }
}
