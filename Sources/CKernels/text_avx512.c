// Tiles in AVX-512 (F, BW, VL, DQ): 1.3 (Jaro-Winkler) to 1.6 times (Levenshtein) the speed of AVX2.
// Pairs stay with AVX2: 64 bytes at a time make titles 1.2 times as fast, but the few long pairs among
// names then lower the clock for all, to 0.88 times.

#if defined(__x86_64__)

#include "text_score_row.h"

#if defined(__clang__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,bmi,bmi2,lzcnt,popcnt"))), \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx2,bmi,bmi2,lzcnt,popcnt")
#endif

#define VECTOR_BYTES 64
#define LANE_BITS 16
#include "text_lanes.h"
#define LANE_BITS 32
#include "text_lanes.h"
#define LANE_BITS 64
#include "text_lanes.h"
#include "text_tile.h"

void text_tile_avx512(int class, const text_tile *given, void *memory) { tile(class, given, memory); }

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
