// The scan with 512-bit compares, which give their bits at once, and places written by compression.
#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL(name) tieout_##name##_avx512
#define KERNEL_TARGET __attribute__((target("avx512f,avx512bw,avx2,pclmul,bmi,popcnt")))
#define PRIMITIVE KERNEL_TARGET static inline __attribute__((always_inline))

#include <stddef.h>
#include <stdint.h>

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

// Four groups of 16 places, whatever there is: no loop whose end must be guessed. At most 48 places come
// before the last group, so that no more than 64 are written.
PRIMITIVE size_t emit64(uint32_t *out, uint64_t bits, uint32_t base) {
    const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m512i places = _mm512_add_epi32(lanes, _mm512_set1_epi32((int)base));
    size_t count = 0;
    for (int group = 0; group < 4; group++) {
        const __mmask16 wanted = (__mmask16)(bits >> 16 * group);
        _mm512_storeu_si512(out + count, _mm512_maskz_compress_epi32(wanted, places));
        count = (size_t)__builtin_popcountll(bits << (48 - 16 * group));
        places = _mm512_add_epi32(places, _mm512_set1_epi32(16));
    }
    return count;
}

#include "scan_kernel.h"

#endif
