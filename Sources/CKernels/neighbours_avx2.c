// x86-64 with vectors of 32 bytes: a group in two halves, of which the first holds the places 0–15 and 32–47.
#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "neighbours_kernel.h"

#define TARGET __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline, target("avx2")))

// Everything about a search that is the same for all groups.
typedef struct search {
    const tieout_bound_terms *terms;
    byte_values bytes;
    __m256i low_unit, high_unit;  // of the even and of the odd bytes of dense sums
} search;

TARGET static void begin(search *search, const tieout_bound_terms *terms) {
    search->bytes = byte_values_of(terms->dense, terms->dense_count);
    search->terms = terms;
    search->low_unit = _mm256_set1_epi16(search->bytes.unit);
    search->high_unit = _mm256_set1_epi16((short)(search->bytes.unit << 8));
}

// A byte of ones for each bit.
INLINE __m256i spread(uint32_t bits) {
    const __m256i byte_of_each = _mm256_setr_epi64x(
        0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    const __m256i bit_of_each = _mm256_set1_epi64x((long long)0x8040201008040201);
    const __m256i bytes = _mm256_shuffle_epi8(_mm256_set1_epi32((int)bits), byte_of_each);
    return _mm256_cmpeq_epi8(_mm256_and_si256(bytes, bit_of_each), bit_of_each);
}

// Adds the dense lists to the bytes of both halves of a group.
INLINE void add_dense(const search *search, size_t group, __m256i dense[2]) {
    dense[0] = dense[1] = _mm256_setzero_si256();
    for (size_t list = 0; list < search->terms->dense_count; list++) {
        const uint64_t word = search->terms->dense[list].bits[group];
        const __m256i value = _mm256_set1_epi8((char)search->bytes.values[list]);
        dense[0] = _mm256_add_epi8(dense[0], _mm256_and_si256(spread((uint32_t)word), value));
        dense[1] = _mm256_add_epi8(dense[1], _mm256_and_si256(spread((uint32_t)(word >> 32)), value));
    }
}

INLINE __m256i at_least(__m256i sums, __m256i least) {
    return _mm256_cmpeq_epi16(_mm256_max_epu16(sums, least), sums);
}

// A bit for each place of half a group that is wanted, those of the odd lanes from bit 32 on.
//   sums   of the group; this half is replaced by what it is with the dense lists
INLINE uint64_t wanted_of(const search *search, int half, __m256i dense, __m256i least, uint16_t *sums) {
    __m256i *low_sums = (__m256i *)(sums + half * 16), *high_sums = (__m256i *)(sums + 32 + half * 16);
    const __m256i low =
        _mm256_add_epi16(_mm256_loadu_si256(low_sums), _mm256_maddubs_epi16(dense, search->low_unit));
    const __m256i high =
        _mm256_add_epi16(_mm256_loadu_si256(high_sums), _mm256_maddubs_epi16(dense, search->high_unit));
    _mm256_storeu_si256(low_sums, low);
    _mm256_storeu_si256(high_sums, high);
    // Packing goes by halves of vectors, which are put in order afterwards.
    const uint64_t lanes = (uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64(
        _mm256_packs_epi16(at_least(low, least), at_least(high, least)), 0xD8));
    return (lanes & 0xFFFF) | (lanes >> 16) << 32;
}

TARGET static size_t reach_bounds(
    const tieout_bound_terms *terms, size_t group_count, uint32_t *reached) {
    search search;
    begin(&search, terms);
    size_t found = 0;
    for (size_t group = 0; group < group_count; group++) {
        __m256i dense[2];
        add_dense(&search, group, dense);
        uint16_t sums[TIEOUT_SCALE_GROUP];
        memcpy(sums, terms->sums + group * TIEOUT_SCALE_GROUP, sizeof sums);
        const __m256i least = _mm256_set1_epi16((short)least_sum(terms->least, terms->scales[group]));
        const uint64_t wanted = wanted_of(&search, 0, dense[0], least, sums)
            | wanted_of(&search, 1, dense[1], least, sums) << 16;
        if (wanted) found += write_reached(terms, wanted, group, sums, reached + found);
    }
    return found;
}

tieout_reach_function *tieout_reach_bounds_build_avx2(void) {
    return __builtin_cpu_supports("avx2") ? reach_bounds : NULL;
}

TARGET static void group_maxima(const uint16_t *sums, size_t group_count, uint16_t *maxima) {
    maxima_of_groups(sums, group_count, maxima);
}

tieout_maxima_function *tieout_group_maxima_build_avx2(void) {
    return __builtin_cpu_supports("avx2") ? group_maxima : NULL;
}

#else

#include "neighbours_kernel.h"

tieout_reach_function *tieout_reach_bounds_build_avx2(void) { return NULL; }
tieout_maxima_function *tieout_group_maxima_build_avx2(void) { return NULL; }

#endif
