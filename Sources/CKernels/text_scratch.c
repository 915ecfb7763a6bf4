// Memory of one thread, and the choice of instruction set.

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "text_internal.h"

tieout_text_scratch *tieout_text_scratch_create(void) {
    tieout_text_scratch *scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL) abort();
    return scratch;
}

void tieout_text_scratch_free(tieout_text_scratch *scratch) {
    if (scratch == NULL) return;
    text_block *blocks = (text_block *)scratch;
    for (size_t i = 0; i < sizeof *scratch / sizeof *blocks; i++) free(blocks[i].bytes);
    free(scratch);
}

void *text_room(text_block *block, size_t size) {
    if (size <= block->capacity && block->bytes != NULL) return block->bytes;
    size_t capacity = block->capacity + block->capacity / 2;
    if (capacity < size) capacity = size;
    capacity = (capacity + 255) & ~(size_t)63;
    free(block->bytes);
    block->bytes = aligned_alloc(64, capacity);
    block->capacity = capacity;
    if (block->bytes == NULL) {
        fputs("out of memory: no room to compare strings\n", stderr);
        abort();
    }
    return block->bytes;
}

bool tieout_text_available(tieout_text_level level) {
    switch (level) {
    case TIEOUT_TEXT_SCALAR: return true;
#if defined(__x86_64__)
    case TIEOUT_TEXT_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
               && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt")
               && __builtin_cpu_supports("popcnt");
    case TIEOUT_TEXT_AVX512:
        return tieout_text_available(TIEOUT_TEXT_AVX2) && __builtin_cpu_supports("avx512bw")
               && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
#elif defined(__aarch64__)
    case TIEOUT_TEXT_NEON: return true;
#endif
    default: return false;
    }
}

// −1 until first asked for.
static _Atomic int chosen = -1;

tieout_text_level tieout_text_current(void) {
    int level = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (level >= 0) return (tieout_text_level)level;
    level = TIEOUT_TEXT_AVX512;
    while (!tieout_text_available((tieout_text_level)level)) level--;
    atomic_store_explicit(&chosen, level, memory_order_relaxed);
    return (tieout_text_level)level;
}

void tieout_text_force(tieout_text_level level) {
    if (!tieout_text_available(level)) abort();
    atomic_store_explicit(&chosen, (int)level, memory_order_relaxed);
}

text_kernels text_current_kernels(void) {
    text_kernels kernels = {NULL};
    tieout_text_level level = tieout_text_current();
    if (level == TIEOUT_TEXT_SCALAR) return kernels;
#if defined(__x86_64__)
    kernels = text_avx2;
    if (level == TIEOUT_TEXT_AVX512) kernels.tile = text_tile_avx512;
#elif defined(__aarch64__)
    kernels = text_neon;
#endif
    return kernels;
}
