// The scan with 512-bit compares, and places compressed while they are still bytes: one store takes all places of most
// blocks.
#if defined(__x86_64__)

#define KERNEL(name) tieout_##name##_vbmi2
#define KERNEL_TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,pclmul,bmi,popcnt")))

#include "scan_avx512.h"

static const uint8_t places_in_block[64] __attribute__((aligned(64))) = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
};

PRIMITIVE void emit16(uint32_t *out, __m128i places, uint32_t base) {
    const __m512i wide = _mm512_cvtepu8_epi32(places);
    _mm512_storeu_si512(out, _mm512_add_epi32(wide, _mm512_set1_epi32((int)base)));
}

PRIMITIVE size_t emit64(uint32_t *out, uint64_t bits, uint32_t base) {
    const __m512i places = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(places_in_block));
    const size_t count = (size_t)__builtin_popcountll(bits);
    emit16(out, _mm512_castsi512_si128(places), base);
    if (count > 16) emit16(out + 16, _mm512_extracti32x4_epi32(places, 1), base);
    if (count > 32) emit16(out + 32, _mm512_extracti32x4_epi32(places, 2), base);
    if (count > 48) emit16(out + 48, _mm512_extracti32x4_epi32(places, 3), base);
    return count;
}

#include "scan_kernel.h"

#endif
