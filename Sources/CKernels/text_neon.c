// The lanes in NEON: 8 pairs of up to 16 characters at a time, 4 of up to 32, 2 of more.

#if defined(__aarch64__)

#include <arm_neon.h>

#include "text_load.h"
#include "text_score_row.h"

static inline bool is_ascii(const uint8_t *bytes, uint32_t length) { return text_is_ascii(bytes, length); }

// Equal bytes at the start of two values of at least `length` bytes.
static inline uint32_t common_start(const uint8_t *a, const uint8_t *b, uint32_t length) {
    uint32_t done = 0;
    for (uint64_t first, second; done + 8 <= length; done += 8) {
        memcpy(&first, a + done, 8);
        memcpy(&second, b + done, 8);
        if (first != second) return done + (uint32_t)__builtin_ctzll(first ^ second) / 8;
    }
    while (done < length && a[done] == b[done]) done++;
    return done;
}

// Equal bytes before the ends of two values of at least `length` bytes.
static inline uint32_t common_end(const uint8_t *end_a, const uint8_t *end_b, uint32_t length) {
    uint32_t done = 0;
    for (uint64_t first, second; done + 8 <= length; done += 8) {
        memcpy(&first, end_a - done - 8, 8);
        memcpy(&second, end_b - done - 8, 8);
        if (first != second) return done + (uint32_t)__builtin_clzll(first ^ second) / 8;
    }
    while (done < length && end_a[-1 - (ptrdiff_t)done] == end_b[-1 - (ptrdiff_t)done]) done++;
    return done;
}

#define VECTOR_BYTES 16
#define TEXT_PAIRS 1

// One bit for each byte of a compare: NEON has no movemask, so bytes keep one bit each by their
// place and neighbours are added, which leaves 64 bits of four compares.
static inline uint64_t bits_of_four(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t places = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t ab = vpaddq_u8(vandq_u8(a, places), vandq_u8(b, places));
    uint8x16_t cd = vpaddq_u8(vandq_u8(c, places), vandq_u8(d, places));
    uint8x16_t all = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline uint8x16_t pattern_part(const text_job *job, uint32_t part) {
    uint8_t room[16];
    uint32_t left = job->pattern_length > 16 * part ? job->pattern_length - 16 * part : 0;
    return vld1q_u8(text_readable(job->pattern + 16 * part, left, 16, room));
}

// Where `character` stands in 16 bytes of pattern.
static inline uint8x16_t equal(uint8x16_t pattern, uint8_t character) {
    return vceqq_u8(pattern, vdupq_n_u8(character));
}

static inline void fill_16(const text_job *job, uint32_t words, uint16_t *lane) {
    (void)words;
    uint8x16_t pattern = pattern_part(job, 0);
    const uint8_t *text = job->text;
    uint32_t n = job->text_length, j = 0;
    for (; j + 4 <= n; j += 4) {
        uint64_t four = bits_of_four(
            equal(pattern, text[j]), equal(pattern, text[j + 1]), equal(pattern, text[j + 2]),
            equal(pattern, text[j + 3]));
        for (uint32_t k = 0; k < 4; k++, lane += VECTOR_BYTES / 2) *lane = (uint16_t)(four >> (16 * k));
    }
    for (; j < n; j++, lane += VECTOR_BYTES / 2) {
        uint8x16_t one = equal(pattern, text[j]);
        *lane = (uint16_t)bits_of_four(one, one, one, one);
    }
}

static inline void fill_32(const text_job *job, uint32_t words, uint32_t *lane) {
    (void)words;
    uint8x16_t low = pattern_part(job, 0), high = pattern_part(job, 1);
    const uint8_t *text = job->text;
    uint32_t n = job->text_length, j = 0;
    for (; j + 2 <= n; j += 2, lane += 2 * VECTOR_BYTES / 4) {
        uint64_t two = bits_of_four(
            equal(low, text[j]), equal(high, text[j]), equal(low, text[j + 1]), equal(high, text[j + 1]));
        lane[0] = (uint32_t)two;
        lane[VECTOR_BYTES / 4] = (uint32_t)(two >> 32);
    }
    if (j < n) {
        uint8x16_t first = equal(low, text[j]), second = equal(high, text[j]);
        *lane = (uint32_t)bits_of_four(first, second, first, second);
    }
}

static inline __attribute__((always_inline)) void fill_64(
    const text_job *job, uint32_t words, uint64_t *lane) {
    uint8x16_t pattern[TEXT_LANE_PATTERN / 16];
    for (uint32_t part = 0; part < 4 * words; part++) pattern[part] = pattern_part(job, part);
    for (uint32_t j = 0; j < job->text_length; j++) {
        uint8_t character = job->text[j];
        for (uint32_t w = 0; w < words; w++, lane += VECTOR_BYTES / 8) {
            const uint8x16_t *part = pattern + 4 * w;
            *lane = bits_of_four(
                equal(part[0], character), equal(part[1], character), equal(part[2], character),
                equal(part[3], character));
        }
    }
}

#define LANE_BITS 16
#include "text_lanes.h"
#define LANE_BITS 32
#include "text_lanes.h"
#define LANE_BITS 64
#include "text_lanes.h"
#include "text_run.h"
#include "text_plan.h"
#include "text_tile.h"

const text_kernels text_neon = {plan, run, tile};

#endif
