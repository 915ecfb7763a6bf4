// JSON Lines byte by byte: what the other kernels are measured by.
#include <stddef.h>
#include <stdint.h>

#define KERNEL(name) tieout_##name##_scalar
#define KERNEL_TARGET
#define PRIMITIVE static inline __attribute__((always_inline))
#define PLAIN_STEP 8

#include <string.h>

PRIMITIVE unsigned plain_run(const uint8_t *bytes, uint32_t *high) {
    unsigned run = 0;
    while (run < PLAIN_STEP && bytes[run] != '"' && bytes[run] != '\\' && bytes[run] >= 0x20) {
        *high |= bytes[run] & 0x80;
        run++;
    }
    return run;
}

PRIMITIVE int same_text(const uint8_t *text, const uint8_t *key, uint32_t count) {
    return memcmp(text, key, count) == 0;
}

#include "json_kernel.h"
