// What the scans with 512-bit compares, which give their bits at once, have in common. The including file has defined
// KERNEL_TARGET.
#ifndef TIEOUT_SCAN_AVX512_H
#define TIEOUT_SCAN_AVX512_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define PRIMITIVE KERNEL_TARGET static inline __attribute__((always_inline))

typedef __m512i block64;

PRIMITIVE block64 load64(const uint8_t *bytes) { return _mm512_loadu_si512(bytes); }

PRIMITIVE uint64_t equal64(block64 block, uint8_t byte) {
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)byte));
}

PRIMITIVE uint64_t high64(block64 block) { return _mm512_movepi8_mask(block); }

PRIMITIVE uint64_t prefix_xor64(uint64_t bits) {
    const __m128i ones = _mm_set1_epi8((char)0xFF);
    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), ones, 0));
}

#endif
