// The scan in plain C: for machines without a vector kernel, and the twin the vector kernels are
// held against.
#include <stddef.h>
#include <stdint.h>

#define KERNEL(name) tieout_##name##_scalar
#define KERNEL_TARGET

typedef struct {
    const uint8_t *bytes;
} block64;

static inline block64 load64(const uint8_t *bytes) {
    block64 block = {bytes};
    return block;
}

static inline uint64_t equal64(block64 block, uint8_t byte) {
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++) bits |= (uint64_t)(block.bytes[i] == byte) << i;
    return bits;
}

static inline uint64_t high64(block64 block) {
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++) bits |= (uint64_t)(block.bytes[i] >> 7) << i;
    return bits;
}

static inline uint64_t prefix_xor64(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

static inline size_t emit64(uint32_t *out, uint64_t bits, uint32_t base) {
    size_t count = 0;
    for (; bits; bits &= bits - 1) out[count++] = base + (uint32_t)__builtin_ctzll(bits);
    return count;
}

#include "scan_kernel.h"
