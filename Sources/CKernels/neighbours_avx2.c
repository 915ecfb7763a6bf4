// x86-64 with vectors of sixteen 16-bit numbers.
#if defined(__x86_64__)

#include <immintrin.h>

#include "neighbours_kernel.h"

__attribute__((target("avx2"))) size_t tieout_reach_bounds_avx2(
    const tieout_bound_terms *terms, size_t group_count, uint16_t *places) {
    const __m256i rest_factor = _mm256_set1_epi16((short)terms->rest_factor);
    const __m256i least = _mm256_set1_epi16((short)terms->least);
    const __m256i zero = _mm256_setzero_si256(), ones = _mm256_set1_epi16(-1);
    size_t found = 0;
    for (size_t group = 0; group < group_count; group++) {
        const __m256i scale =
            _mm256_set1_epi16((short)scale_of(terms->scales[group], terms->scale_factor));
        uint64_t wanted = 0;
        for (int quarter = 0; quarter < 4; quarter++) {
            const size_t place = group * TIEOUT_SCALE_GROUP + (size_t)quarter * 16;
            const __m256i sum = _mm256_loadu_si256((const __m256i *)(terms->sums + place));
            const __m256i rest = _mm256_slli_epi16(
                _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(terms->rests + place))), 8);
            __m256i bound = _mm256_add_epi16(
                _mm256_mulhi_epu16(sum, scale), _mm256_mulhi_epu16(rest, rest_factor));
            // Minus −1 where the sum is not 0.
            bound = _mm256_sub_epi16(bound, _mm256_xor_si256(_mm256_cmpeq_epi16(sum, zero), ones));
            const __m256i in = _mm256_cmpeq_epi16(_mm256_max_epu16(bound, least), bound);
            wanted |= (uint64_t)_mm_movemask_epi8(_mm_packs_epi16(
                          _mm256_castsi256_si128(in), _mm256_extracti128_si256(in, 1)))
                << (quarter * 16);
        }
        for (; wanted; wanted &= wanted - 1)
            places[found++] = (uint16_t)(group * TIEOUT_SCALE_GROUP + (size_t)__builtin_ctzll(wanted));
    }
    return found;
}

#endif
