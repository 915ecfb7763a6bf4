// The scan with 512-bit compares, and places written by compression.
#if defined(__x86_64__)

#define KERNEL(name) tieout_##name##_avx512
#define KERNEL_TARGET __attribute__((target("avx512f,avx512bw,avx2,pclmul,bmi,popcnt")))

#include "scan_avx512.h"

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
