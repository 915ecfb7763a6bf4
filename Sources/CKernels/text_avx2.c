// The lanes in AVX2: 16 pairs of up to 16 characters at a time, 8 of up to 32, 4 of more.

#if defined(__x86_64__)

#include <immintrin.h>

#include "text_load.h"
#include "text_score_row.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

// Whether a value is ASCII; without branches up to 32 bytes.
static inline bool is_ascii(const uint8_t *bytes, uint32_t length) {
    uint8_t room[32];
    uint32_t seen = 0;
    for (;; bytes += 32, length -= 32) {
        const uint8_t *block = text_readable(bytes, length, 32, room);
        uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_loadu_si256((const __m256i *)block));
        if (length <= 32) return (seen | _bzhi_u32(high, length)) == 0;
        seen |= high;
    }
}

static inline uint32_t unequal(const uint8_t *a, const uint8_t *b) {
    __m256i first = _mm256_loadu_si256((const __m256i *)a), second = _mm256_loadu_si256((const __m256i *)b);
    return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(first, second));
}

// Equal bytes at the start of two values of at least `length` bytes.
static inline uint32_t common_start(const uint8_t *a, const uint8_t *b, uint32_t length) {
    uint8_t room_a[32], room_b[32];
    for (uint32_t done = 0;; done += 32) {
        uint32_t left = length - done;
        uint32_t apart = unequal(
            text_readable(a + done, left, 32, room_a), text_readable(b + done, left, 32, room_b));
        uint32_t equal = _tzcnt_u32(apart);
        if (equal < 32 || left <= 32) return done + (equal < left ? equal : left);
    }
}

// Equal bytes before the ends of two values of at least `length` bytes.
static inline uint32_t common_end(const uint8_t *end_a, const uint8_t *end_b, uint32_t length) {
    uint8_t room_a[32], room_b[32];
    for (uint32_t done = 0;; done += 32) {
        uint32_t left = length - done;
        uint32_t apart = unequal(
            text_readable_before(end_a - done, left, 32, room_a),
            text_readable_before(end_b - done, left, 32, room_b));
        uint32_t equal = _lzcnt_u32(apart);
        if (equal < 32 || left <= 32) return done + (equal < left ? equal : left);
    }
}

#define VECTOR_BYTES 32
#define TEXT_PAIRS 1

// Two characters of text for one compare: each 16-byte half holds the pattern, and one broadcast
// character.
static inline void fill_16(const text_job *job, uint32_t words, uint16_t *lane) {
    (void)words;
    uint8_t room[16], text_room[16];
    const uint8_t *pattern = text_readable(job->pattern, job->pattern_length, 16, room);
    __m256i both = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)pattern));
    const __m256i halves = _mm256_set_m128i(_mm_set1_epi8(1), _mm_setzero_si128());
    for (uint32_t j = 0; j < job->text_length; j += 16) {
        uint32_t left = job->text_length - j;
        const uint8_t *text = text_readable(job->text + j, left, 16, text_room);
        __m256i characters = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)text));
        __m256i next = halves;
        for (uint32_t k = 0; k < 16 && k < left; k += 2) {
            __m256i equal = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(characters, next), both);
            uint32_t masks = (uint32_t)_mm256_movemask_epi8(equal);
            lane[0] = (uint16_t)masks;
            lane[VECTOR_BYTES / 2] = (uint16_t)(masks >> 16);
            lane += VECTOR_BYTES;
            next = _mm256_add_epi8(next, _mm256_set1_epi8(2));
        }
    }
}

static inline void fill_32(const text_job *job, uint32_t words, uint32_t *lane) {
    (void)words;
    uint8_t room[32];
    const uint8_t *bytes = text_readable(job->pattern, job->pattern_length, 32, room);
    __m256i pattern = _mm256_loadu_si256((const __m256i *)bytes);
    const uint8_t *text = job->text, *end = text + job->text_length;
    for (; end - text >= 4; text += 4, lane += VECTOR_BYTES) {
        for (uint32_t k = 0; k < 4; k++) {
            __m256i equal = _mm256_cmpeq_epi8(pattern, _mm256_set1_epi8((char)text[k]));
            lane[k * (VECTOR_BYTES / 4)] = (uint32_t)_mm256_movemask_epi8(equal);
        }
    }
    for (; text < end; text++, lane += VECTOR_BYTES / 4) {
        __m256i equal = _mm256_cmpeq_epi8(pattern, _mm256_set1_epi8((char)*text));
        *lane = (uint32_t)_mm256_movemask_epi8(equal);
    }
}

static inline __attribute__((always_inline)) void fill_64(
    const text_job *job, uint32_t words, uint64_t *lane) {
    __m256i pattern[2 * TEXT_LANE_PATTERN / 64];
    for (uint32_t part = 0; part < 2 * words; part++) {
        uint8_t room[32];
        uint32_t left = job->pattern_length > 32 * part ? job->pattern_length - 32 * part : 0;
        const uint8_t *bytes = text_readable(job->pattern + 32 * part, left, 32, room);
        pattern[part] = _mm256_loadu_si256((const __m256i *)bytes);
    }
    for (uint32_t j = 0; j < job->text_length; j++) {
        __m256i character = _mm256_set1_epi8((char)job->text[j]);
        for (uint32_t w = 0; w < words; w++, lane += VECTOR_BYTES / 8) {
            uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(pattern[2 * w], character));
            uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(pattern[2 * w + 1], character));
            *lane = (uint64_t)high << 32 | low;
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

const text_kernels text_avx2 = {plan, run, tile};

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
