// The scan with 256-bit compares and a carry-less multiply for the parity of quotes.
#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL(name) tieout_##name##_avx2
#define KERNEL_TARGET __attribute__((target("avx2,pclmul,bmi,popcnt")))
#define PRIMITIVE KERNEL_TARGET static inline __attribute__((always_inline))

#include <stdint.h>
#include <stddef.h>

typedef struct {
    __m256i low, high;
} block64;

PRIMITIVE block64 load64(const uint8_t *bytes) {
    block64 block = {_mm256_loadu_si256((const __m256i *)bytes), _mm256_loadu_si256((const __m256i *)(bytes + 32))};
    return block;
}

PRIMITIVE uint64_t equal64(block64 block, uint8_t byte) {
    const __m256i wanted = _mm256_set1_epi8((char)byte);
    const uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block.low, wanted));
    const uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block.high, wanted));
    return (uint64_t)high << 32 | low;
}

PRIMITIVE uint64_t high64(block64 block) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(block.high) << 32 |
           (uint32_t)_mm256_movemask_epi8(block.low);
}

// A carry-less product with all ones is the running exclusive-or.
PRIMITIVE uint64_t prefix_xor64(uint64_t bits) {
    const __m128i ones = _mm_set1_epi8((char)0xFF);
    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), ones, 0));
}

// Eight places at once without asking how many there are: a mispredicted loop end for each block
// costs more than the places written in vain.
PRIMITIVE size_t emit64(uint32_t *out, uint64_t bits, uint32_t base) {
    const size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t done = 0; done < count; done += 8) {
        for (int i = 0; i < 8; i++) {
            out[done + (size_t)i] = base + (uint32_t)_tzcnt_u64(bits);
            bits = _blsr_u64(bits);
        }
    }
    return count;
}

#include "scan_kernel.h"

#endif
