// x86-64 with vectors of 32 bytes, and population count in one instruction.
#if defined(__x86_64__)

// Headers first: the attribute is for our own functions only.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tieout_heads.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,popcnt")
#endif

#include "heads_kernel.h"

void tieout_read_heads_avx2(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns) {
    read_heads(pairs, count, field, field_count, columns);
}

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
