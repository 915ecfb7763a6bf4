// JSON Lines with 256-bit compares.
#if defined(__x86_64__)

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define KERNEL(name) tieout_##name##_avx2
#define KERNEL_TARGET __attribute__((target("avx2,pclmul,bmi,popcnt")))
#define PRIMITIVE KERNEL_TARGET static inline __attribute__((always_inline))
#define PLAIN_STEP 32

PRIMITIVE unsigned plain_run(const uint8_t *bytes, uint32_t *high) {
    const __m256i block = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i control = _mm256_set1_epi8(0x1F);
    const __m256i stops = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(block, _mm256_set1_epi8('"')),
                        _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\\'))),
        _mm256_cmpeq_epi8(_mm256_min_epu8(block, control), block));
    const uint32_t mask = (uint32_t)_mm256_movemask_epi8(stops);
    // All bits below the first stop; all of them where there is none.
    *high |= (uint32_t)_mm256_movemask_epi8(block) & (_blsmsk_u32(mask) >> (mask != 0));
    return _tzcnt_u32(mask);
}

PRIMITIVE int same_text(const uint8_t *text, const uint8_t *key, uint32_t count) {
    for (; count > 32; count -= 32, text += 32, key += 32) {
        const __m256i equal = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)text),
                                                _mm256_loadu_si256((const __m256i *)key));
        if ((uint32_t)_mm256_movemask_epi8(equal) != 0xFFFFFFFFu) return 0;
    }
    const __m256i equal = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)text),
                                            _mm256_loadu_si256((const __m256i *)key));
    const uint32_t wanted = 0xFFFFFFFFu >> (32 - count);
    return ((uint32_t)_mm256_movemask_epi8(equal) & wanted) == wanted;
}

#include "json_kernel.h"

#endif
