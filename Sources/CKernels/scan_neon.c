// The scan with 128-bit compares; pairwise adds gather their results into bits.
#if defined(__aarch64__)

#include <arm_neon.h>
#include <stddef.h>
#include <stdint.h>

#define KERNEL(name) tieout_##name##_neon
#define KERNEL_TARGET
#define PRIMITIVE static inline __attribute__((always_inline))

typedef struct {
    uint8x16_t part[4];
} block64;

PRIMITIVE block64 load64(const uint8_t *bytes) {
    block64 block = {{vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32), vld1q_u8(bytes + 48)}};
    return block;
}

PRIMITIVE uint64_t gather64(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weight = vld1q_u8(weights);
    const uint8x16_t low = vpaddq_u8(vandq_u8(a, weight), vandq_u8(b, weight));
    const uint8x16_t high = vpaddq_u8(vandq_u8(c, weight), vandq_u8(d, weight));
    uint8x16_t sum = vpaddq_u8(low, high);
    sum = vpaddq_u8(sum, sum);
    return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

PRIMITIVE uint64_t equal64(block64 block, uint8_t byte) {
    const uint8x16_t wanted = vdupq_n_u8(byte);
    return gather64(vceqq_u8(block.part[0], wanted), vceqq_u8(block.part[1], wanted),
                    vceqq_u8(block.part[2], wanted), vceqq_u8(block.part[3], wanted));
}

PRIMITIVE uint64_t high64(block64 block) {
    const uint8x16_t bound = vdupq_n_u8(0x80);
    return gather64(vcgeq_u8(block.part[0], bound), vcgeq_u8(block.part[1], bound),
                    vcgeq_u8(block.part[2], bound), vcgeq_u8(block.part[3], bound));
}

// Six shifts: the polynomial multiply is an optional extension, and not on the critical path.
PRIMITIVE uint64_t prefix_xor64(uint64_t bits) {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    return bits ^ bits << 32;
}

PRIMITIVE size_t emit64(uint32_t *out, uint64_t bits, uint32_t base) {
    size_t count = 0;
    for (; bits; bits &= bits - 1) out[count++] = base + (uint32_t)__builtin_ctzll(bits);
    return count;
}

#include "scan_kernel.h"

#endif
