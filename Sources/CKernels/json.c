// Picks the kernel for the machine; unescapes.
#include "tieout_json.h"
#include "tieout_scan.h"

#define DECLARE(isa)                                                                                       \
    tieout_json_stop tieout_json_rows_##isa(uint8_t *, size_t, size_t, tieout_json_keys *, tieout_json_output *);

DECLARE(scalar)
#if defined(__x86_64__)
DECLARE(avx2)
#elif defined(__aarch64__)
DECLARE(neon)
#endif

tieout_json_stop tieout_json_rows_on(int isa, uint8_t *bytes, size_t position, size_t end,
                                     tieout_json_keys *keys, tieout_json_output *output) {
#if defined(__x86_64__)
    if (isa == TIEOUT_ISA_AVX2) return tieout_json_rows_avx2(bytes, position, end, keys, output);
#elif defined(__aarch64__)
    if (isa == TIEOUT_ISA_NEON) return tieout_json_rows_neon(bytes, position, end, keys, output);
#endif
    return tieout_json_rows_scalar(bytes, position, end, keys, output);
}

tieout_json_stop tieout_json_rows(uint8_t *bytes, size_t position, size_t end, tieout_json_keys *keys,
                                  tieout_json_output *output) {
    int isa = TIEOUT_ISA_SCALAR;
    if (tieout_isa_usable(TIEOUT_ISA_AVX2)) isa = TIEOUT_ISA_AVX2;
    if (tieout_isa_usable(TIEOUT_ISA_NEON)) isa = TIEOUT_ISA_NEON;
    return tieout_json_rows_on(isa, bytes, position, end, keys, output);
}

static inline uint32_t digit(uint8_t byte) { return byte <= '9' ? byte - '0' : (byte | 0x20) - 'a' + 10; }

static inline uint32_t unit(const uint8_t *digits) {
    return digit(digits[0]) << 12 | digit(digits[1]) << 8 | digit(digits[2]) << 4 | digit(digits[3]);
}

static inline size_t encode(uint32_t scalar, uint8_t *to) {
    if (scalar < 0x80) {
        to[0] = (uint8_t)scalar;
        return 1;
    }
    if (scalar < 0x800) {
        to[0] = (uint8_t)(0xC0 | scalar >> 6);
        to[1] = (uint8_t)(0x80 | (scalar & 0x3F));
        return 2;
    }
    if (scalar < 0x10000) {
        to[0] = (uint8_t)(0xE0 | scalar >> 12);
        to[1] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
        to[2] = (uint8_t)(0x80 | (scalar & 0x3F));
        return 3;
    }
    to[0] = (uint8_t)(0xF0 | scalar >> 18);
    to[1] = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
    to[2] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    to[3] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 4;
}

// An escape is never shorter than what it stands for, so `to` may be `from`.
size_t tieout_json_unescape(const uint8_t *from, size_t count, uint8_t *to) {
    size_t read = 0, written = 0;
    while (read < count) {
        const uint8_t byte = from[read];
        if (byte != '\\') {
            to[written++] = byte;
            read++;
            continue;
        }
        const uint8_t kind = from[read + 1];
        if (kind != 'u') {
            uint8_t meant = kind;
            if (kind == 'n') meant = '\n';
            if (kind == 't') meant = '\t';
            if (kind == 'r') meant = '\r';
            if (kind == 'b') meant = '\b';
            if (kind == 'f') meant = '\f';
            to[written++] = meant;
            read += 2;
            continue;
        }
        uint32_t scalar = unit(from + read + 2);
        read += 6;
        if (scalar >= 0xD800 && scalar < 0xDC00) {
            scalar = 0x10000 + ((scalar - 0xD800) << 10) + (unit(from + read + 2) - 0xDC00);
            read += 6;
        }
        written += encode(scalar, to + written);
    }
    return written;
}
