// x86-64 with vectors of 64 bytes: a group at a time.
#if defined(__x86_64__)

#include <immintrin.h>

#include "neighbours_kernel.h"

#define TARGET __attribute__((target("avx512f,avx512bw")))
#define INLINE static inline __attribute__((always_inline, target("avx512f,avx512bw")))

// Groups looked at together: as many as have their bits of a list in one line of the cache.
enum { TOGETHER = 8 };

typedef struct row {
    _Alignas(64) uint8_t bytes[64];
} row;

// Everything about a search that is the same for all groups.
typedef struct search {
    const tieout_bound_terms *terms;
    row values[TIEOUT_MOST_DENSE];
    __m512i low_unit, high_unit;  // of the even and of the odd bytes of dense sums
} search;

TARGET static void begin(search *search, const tieout_bound_terms *terms) {
    const byte_values bytes = byte_values_of(terms->dense, terms->dense_count);
    for (size_t i = 0; i < terms->dense_count; i++)
        _mm512_store_si512(search->values[i].bytes, _mm512_set1_epi8((char)bytes.values[i]));
    search->terms = terms;
    search->low_unit = _mm512_set1_epi16(bytes.unit);
    search->high_unit = _mm512_set1_epi16((short)(bytes.unit << 8));
}

// Adds the dense lists to the bytes of some groups.
INLINE void add_dense(const search *search, size_t group, int together, __m512i *dense) {
    for (int i = 0; i < together; i++) dense[i] = _mm512_setzero_si512();
    for (size_t list = 0; list < search->terms->dense_count; list++) {
        const uint64_t *bits = search->terms->dense[list].bits + group;
        const __m512i value = _mm512_load_si512(search->values[list].bytes);
        __builtin_prefetch(bits + together);
        for (int i = 0; i < together; i++)
            dense[i] = _mm512_mask_add_epi8(dense[i], (__mmask64)bits[i], dense[i], value);
    }
}

INLINE size_t reach(const search *search, size_t first, int together, uint32_t *reached) {
    const tieout_bound_terms *terms = search->terms;
    __m512i dense[TOGETHER];
    add_dense(search, first, together, dense);
    size_t found = 0;
    for (int i = 0; i < together; i++) {
        const size_t group = first + (size_t)i;
        const uint16_t *sums = terms->sums + group * TIEOUT_SCALE_GROUP;
        const __m512i least = _mm512_set1_epi16((short)least_sum(terms->least, terms->scales[group]));
        const __m512i low = _mm512_add_epi16(
            _mm512_loadu_si512(sums), _mm512_maddubs_epi16(dense[i], search->low_unit));
        const __m512i high = _mm512_add_epi16(
            _mm512_loadu_si512(sums + 32), _mm512_maddubs_epi16(dense[i], search->high_unit));
        const __mmask32 low_wanted = _mm512_cmpge_epu16_mask(low, least);
        const __mmask32 high_wanted = _mm512_cmpge_epu16_mask(high, least);
        if (_kortestz_mask32_u8(low_wanted, high_wanted)) continue;
        uint16_t room[TIEOUT_SCALE_GROUP];
        _mm512_storeu_si512(room, low);
        _mm512_storeu_si512(room + 32, high);
        found += write_reached(
            terms, low_wanted | (uint64_t)high_wanted << 32, group, room, reached + found);
    }
    return found;
}

TARGET static size_t reach_bounds(
    const tieout_bound_terms *terms, size_t group_count, uint32_t *reached) {
    search search;
    begin(&search, terms);
    size_t group = 0, found = 0;
    for (; group + TOGETHER <= group_count; group += TOGETHER)
        found += reach(&search, group, TOGETHER, reached + found);
    for (; group < group_count; group++) found += reach(&search, group, 1, reached + found);
    return found;
}

tieout_reach_function *tieout_reach_bounds_build_avx512(void) {
    return __builtin_cpu_supports("avx512bw") ? reach_bounds : NULL;
}

#else

#include "neighbours_kernel.h"

tieout_reach_function *tieout_reach_bounds_build_avx512(void) { return NULL; }

#endif
