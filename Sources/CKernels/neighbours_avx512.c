// x86-64 with vectors of thirty-two 16-bit numbers.
#if defined(__x86_64__)

#include <immintrin.h>

#include "neighbours_kernel.h"

// Lists that have bits are added to all places of the block, where the bit is set; some of them at a time, so
// that a sum is loaded and stored once.
static __attribute__((target("avx512f,avx512bw"))) void add_bits(
    const uint64_t *const *bits, const uint16_t *values, size_t count, uint16_t *sums, size_t group_count) {
    for (size_t group = 0; group < group_count; group++) {
        uint16_t *const place = sums + group * TIEOUT_SCALE_GROUP;
        __m512i low = _mm512_loadu_si512(place), high = _mm512_loadu_si512(place + 32);
        for (size_t list = 0; list < count; list++) {
            const uint64_t word = bits[list][group];
            const __m512i value = _mm512_set1_epi16((short)values[list]);
            low = _mm512_mask_add_epi16(low, (__mmask32)word, low, value);
            high = _mm512_mask_add_epi16(high, (__mmask32)(word >> 32), high, value);
        }
        _mm512_storeu_si512(place, low);
        _mm512_storeu_si512(place + 32, high);
    }
}

__attribute__((target("avx512f,avx512bw"))) void tieout_add_postings_avx512(
    const tieout_postings *lists, size_t count, uint16_t *sums, size_t group_count) {
    enum { TOGETHER = 16 };
    const uint64_t *bits[TOGETHER];
    uint16_t values[TOGETHER];
    size_t waiting = 0;
    for (size_t list = 0; list < count; list++) {
        const tieout_postings *next = list + 1 < count && !lists[list + 1].bits ? lists + list + 1 : NULL;
        if (!lists[list].bits) {
            add_places(lists + list, next, sums);
            continue;
        }
        bits[waiting] = lists[list].bits;
        values[waiting++] = lists[list].value;
        if (waiting == TOGETHER) {
            add_bits(bits, values, waiting, sums, group_count);
            waiting = 0;
        }
    }
    if (waiting) add_bits(bits, values, waiting, sums, group_count);
}

__attribute__((target("avx512f,avx512bw"))) size_t tieout_reach_bounds_avx512(
    const tieout_bound_terms *terms, size_t group_count, uint16_t *places) {
    const __m512i rest_factor = _mm512_set1_epi16((short)terms->rest_factor);
    const __m512i least = _mm512_set1_epi16((short)terms->least);
    const __m512i one = _mm512_set1_epi16(1);
    size_t found = 0;
    for (size_t group = 0; group < group_count; group++) {
        const __m512i scale =
            _mm512_set1_epi16((short)scale_of(terms->scales[group], terms->scale_factor));
        uint64_t wanted = 0;
        for (int half = 0; half < 2; half++) {
            const size_t place = group * TIEOUT_SCALE_GROUP + (size_t)half * 32;
            const __m512i sum = _mm512_loadu_si512(terms->sums + place);
            const __m512i rest = _mm512_slli_epi16(
                _mm512_cvtepu8_epi16(_mm256_loadu_si256((const __m256i *)(terms->rests + place))), 8);
            const __m512i bound = _mm512_add_epi16(
                _mm512_add_epi16(_mm512_mulhi_epu16(sum, scale), _mm512_mulhi_epu16(rest, rest_factor)),
                _mm512_min_epu16(sum, one));
            const uint32_t in = _mm512_cmpge_epu16_mask(bound, least);
            wanted |= (uint64_t)in << (half * 32);
        }
        for (; wanted; wanted &= wanted - 1)
            places[found++] = (uint16_t)(group * TIEOUT_SCALE_GROUP + (size_t)__builtin_ctzll(wanted));
    }
    return found;
}

#endif
