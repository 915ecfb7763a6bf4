// JSON Lines with 128-bit compares, whose results are narrowed to four bits a byte.
#if defined(__aarch64__)

#include <arm_neon.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KERNEL(name) tieout_##name##_neon
#define KERNEL_TARGET
#define PRIMITIVE static inline __attribute__((always_inline))
#define PLAIN_STEP 16

PRIMITIVE uint64_t nibbles(uint8x16_t lanes) {
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(lanes), 4)), 0);
}

PRIMITIVE unsigned plain_run(const uint8_t *bytes, uint32_t *high) {
    const uint8x16_t block = vld1q_u8(bytes);
    const uint8x16_t stops = vorrq_u8(
        vorrq_u8(vceqq_u8(block, vdupq_n_u8('"')), vceqq_u8(block, vdupq_n_u8('\\'))),
        vcltq_u8(block, vdupq_n_u8(0x20)));
    const uint64_t mask = nibbles(stops);
    const uint64_t below = mask ? (mask & -mask) - 1 : ~0ull;
    *high |= (nibbles(vcgeq_u8(block, vdupq_n_u8(0x80))) & below) != 0;
    return mask ? (unsigned)__builtin_ctzll(mask) / 4 : PLAIN_STEP;
}

PRIMITIVE int same_text(const uint8_t *text, const uint8_t *key, uint32_t count) {
    return memcmp(text, key, count) == 0;
}

#include "json_kernel.h"

#endif
