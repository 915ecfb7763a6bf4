// Well-formed UTF-8, by the table of the Unicode Standard (16.0, table 3-7): no overlong forms, no
// surrogates, nothing above U+10FFFF. Runs of ASCII go 32 bytes a step.
#include "tieout_scan.h"

#include <string.h>

static inline int continues(uint8_t byte) { return (byte & 0xC0) == 0x80; }

size_t tieout_utf8_prefix_scalar(const uint8_t *bytes, size_t count) {
    size_t at = 0;
    while (at < count) {
        while (count - at >= 32) {
            uint64_t words[4];
            memcpy(words, bytes + at, 32);
            if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080ull) break;
            at += 32;
        }
        const size_t stop = count - at < 32 ? count : at + 32;
        while (at < stop) {
            const uint8_t lead = bytes[at];
            const size_t left = count - at;
            if (lead < 0x80) {
                at += 1;
            } else if (lead >= 0xC2 && lead <= 0xDF) {
                if (left < 2 || !continues(bytes[at + 1])) return at;
                at += 2;
            } else if (lead >= 0xE0 && lead <= 0xEF) {
                if (left < 3 || !continues(bytes[at + 1]) || !continues(bytes[at + 2])) return at;
                if (lead == 0xE0 && bytes[at + 1] < 0xA0) return at;
                if (lead == 0xED && bytes[at + 1] > 0x9F) return at;
                at += 3;
            } else if (lead >= 0xF0 && lead <= 0xF4) {
                if (left < 4 || !continues(bytes[at + 1]) || !continues(bytes[at + 2]) ||
                    !continues(bytes[at + 3]))
                    return at;
                if (lead == 0xF0 && bytes[at + 1] < 0x90) return at;
                if (lead == 0xF4 && bytes[at + 1] > 0x8F) return at;
                at += 4;
            } else {
                return at;
            }
        }
    }
    return at;
}
