// The lanes in NEON: 8 pairs of up to 16 characters at a time, 4 of up to 32, 2 of more.

#if defined(__aarch64__)

#include <arm_neon.h>

#include "text_load.h"
#include "text_score_row.h"

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

static inline __attribute__((always_inline)) void fill_32(
    const text_job *job, uint32_t words, uint32_t *lane) {
    uint8x16_t pattern[TEXT_LANE_PATTERN / 32];
    for (uint32_t part = 0; part < 2 * words; part++) pattern[part] = pattern_part(job, part);
    for (uint32_t j = 0; j < job->text_length; j++) {
        uint8_t character = job->text[j];
        for (uint32_t w = 0; w < words; w += 2, lane += VECTOR_BYTES / 4) {
            const uint8x16_t *part = pattern + 2 * w;
            uint8x16_t low = equal(part[0], character), high = equal(part[1], character);
            if (w + 1 == words) {
                *lane = (uint32_t)bits_of_four(low, high, low, high);
                continue;
            }
            uint64_t two = bits_of_four(low, high, equal(part[2], character), equal(part[3], character));
            lane[0] = (uint32_t)two;
            lane += VECTOR_BYTES / 4;
            lane[0] = (uint32_t)(two >> 32);
        }
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

#include "text_few_words.h"

static inline block_bits take_block(const uint8_t *bytes, uint32_t left, uint8_t *copy) {
    uint8_t room[TEXT_BLOCK];
    const uint8_t *from = text_readable(bytes, left, TEXT_BLOCK, room);
    const uint8x16_t first = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const uint8x16_t space = vdupq_n_u8(' '), end = vdupq_n_u8(left < TEXT_BLOCK ? left : TEXT_BLOCK);
    uint8x16_t is_space[4], seen = vdupq_n_u8(0);
    for (uint32_t part = 0; part < 4; part++) {
        uint8x16_t places = vaddq_u8(first, vdupq_n_u8((uint8_t)(16 * part)));
        uint8x16_t bytes_here = vbslq_u8(vcltq_u8(places, end), vld1q_u8(from + 16 * part), space);
        vst1q_u8(copy + 16 * part, bytes_here);
        is_space[part] = vceqq_u8(bytes_here, space);
        seen = vorrq_u8(seen, bytes_here);
    }
    return (block_bits){
        .spaces = bits_of_four(is_space[0], is_space[1], is_space[2], is_space[3]),
        .high = vmaxvq_u8(seen) & 0x80,
    };
}

static inline uint32_t equal_keys(const uint64_t *keys, uint32_t count, uint64_t key) {
    uint32_t equal = 0;
    for (uint32_t i = 0; i < count; i++) equal |= (uint32_t)(keys[i] == key) << i;
    return equal;
}

static inline bool take_keys(const uint8_t *copy, const uint32_t *edges, uint64_t *keys) {
    bool has_long = false;
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t length = edges[2 * i + 1] - edges[2 * i], beyond = length < 8 ? 8 * (8 - length) : 0;
        uint64_t key;
        memcpy(&key, copy + edges[2 * i], 8);
        key = __builtin_bswap64(key) >> (beyond & 63) << (beyond & 63);
        keys[i] = length > 0 ? key : NO_KEY;
        has_long |= length > TEXT_FEW_WORD_LENGTH;
    }
    return has_long;
}

static inline void smaller_keys(
    const uint64_t *four, const uint64_t *keys, uint32_t count, uint64_t *smaller) {
    uint64x2_t low = vld1q_u64(four), high = vld1q_u64(four + 2);
    uint64x2_t sum_low = vdupq_n_u64(0), sum_high = sum_low;
    for (uint32_t i = 0; i < count; i++) {
        uint64x2_t key = vdupq_n_u64(keys[i]);
        sum_low = vsubq_u64(sum_low, vcgtq_u64(low, key));
        sum_high = vsubq_u64(sum_high, vcgtq_u64(high, key));
    }
    vst1q_u64(smaller, sum_low);
    vst1q_u64(smaller + 2, sum_high);
}

#define LANE_BITS 16
#include "text_lanes.h"
#define LANE_BITS 32
#include "text_lanes.h"
#define LANE_BITS 64
#include "text_lanes.h"
#include "text_run.h"
#include "text_plan.h"

static inline pair_look look_at(const tieout_text_pair *pair, bool strip) {
    const uint8_t *a = pair->a, *b = pair->b;
    uint32_t m = pair->a_length, n = pair->b_length, shorter = m < n ? m : n;
    pair_look look = {.are_ascii = text_is_ascii(a, m) && text_is_ascii(b, n)};
    if (!strip || !look.are_ascii) return look;
    look.start = common_start(a, b, shorter);
    look.end = common_end(a + m, b + n, shorter - look.start);
    return look;
}

#include "text_tile.h"

const text_kernels text_neon = {plan, run, tile, join_sorted, share_pairs, split, share};

#endif
