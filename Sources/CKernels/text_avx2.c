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
static inline __attribute__((always_inline)) bool is_ascii(const uint8_t *bytes, uint32_t length) {
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

static inline __attribute__((always_inline)) void fill_32(
    const text_job *job, uint32_t words, uint32_t *lane) {
    __m256i pattern[TEXT_LANE_PATTERN / 64];
    for (uint32_t w = 0; w < words; w++) {
        uint8_t room[32];
        uint32_t left = job->pattern_length > 32 * w ? job->pattern_length - 32 * w : 0;
        const uint8_t *bytes = text_readable(job->pattern + 32 * w, left, 32, room);
        pattern[w] = _mm256_loadu_si256((const __m256i *)bytes);
    }
    const uint8_t *text = job->text, *end = text + job->text_length;
    for (; end - text >= 4; text += 4) {
        for (uint32_t k = 0; k < 4; k++) {
            __m256i character = _mm256_set1_epi8((char)text[k]);
            for (uint32_t w = 0; w < words; w++, lane += VECTOR_BYTES / 4)
                *lane = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(pattern[w], character));
        }
    }
    for (; text < end; text++) {
        __m256i character = _mm256_set1_epi8((char)*text);
        for (uint32_t w = 0; w < words; w++, lane += VECTOR_BYTES / 4)
            *lane = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(pattern[w], character));
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

#include "text_few_words.h"

static inline block_bits take_block(const uint8_t *bytes, uint32_t left, uint8_t *copy) {
    uint8_t room[TEXT_BLOCK];
    const uint8_t *from = text_readable(bytes, left, TEXT_BLOCK, room);
    const __m256i space = _mm256_set1_epi8(' ');
    const __m256i places = _mm256_setr_epi8(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
        29, 30, 31);
    const __m256i end = _mm256_set1_epi8((char)(left < TEXT_BLOCK ? left : TEXT_BLOCK));
    __m256i low = _mm256_loadu_si256((const __m256i *)from);
    __m256i high = _mm256_loadu_si256((const __m256i *)(from + 32));
    low = _mm256_blendv_epi8(space, low, _mm256_cmpgt_epi8(end, places));
    high = _mm256_blendv_epi8(
        space, high, _mm256_cmpgt_epi8(end, _mm256_add_epi8(places, _mm256_set1_epi8(32))));
    _mm256_storeu_si256((__m256i *)copy, low);
    _mm256_storeu_si256((__m256i *)(copy + 32), high);
    uint32_t low_spaces = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, space));
    uint32_t high_spaces = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, space));
    return (block_bits){
        .spaces = (uint64_t)high_spaces << 32 | low_spaces,
        .high = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, high)),
    };
}

static inline uint32_t equal_keys(const uint64_t *keys, uint32_t count, uint64_t key) {
    uint32_t equal = 0;
    for (uint32_t i = 0; i < count; i += 4) {
        __m256i four = _mm256_loadu_si256((const __m256i *)(keys + i));
        __m256i is_equal = _mm256_cmpeq_epi64(four, _mm256_set1_epi64x((long long)key));
        equal |= (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(is_equal)) << i;
    }
    return _bzhi_u32(equal, count);
}

static inline bool take_keys(const uint8_t *copy, const uint32_t *edges, uint64_t *keys) {
    const __m256i apart = _mm256_setr_epi32(0, 2, 4, 6, 1, 3, 5, 7);
    const __m256i backwards = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));
    __m256i places = _mm256_permutevar8x32_epi32(_mm256_loadu_si256((const __m256i *)edges), apart);
    __m128i starts = _mm256_castsi256_si128(places), ends = _mm256_extracti128_si256(places, 1);
    __m128i lengths = _mm_sub_epi32(ends, starts), eight = _mm_set1_epi32(8);
    __m128i beyond = _mm_slli_epi32(_mm_sub_epi32(eight, _mm_min_epi32(lengths, eight)), 3);
    long long first[4];
    for (uint32_t i = 0; i < 4; i++) memcpy(&first[i], copy + edges[2 * i], 8);
    __m256i words = _mm256_setr_epi64x(first[0], first[1], first[2], first[3]);
    __m256i shifts = _mm256_cvtepu32_epi64(beyond);
    words = _mm256_srlv_epi64(_mm256_shuffle_epi8(words, backwards), shifts);
    words = _mm256_sllv_epi64(words, shifts);
    __m256i none = _mm256_cvtepi32_epi64(_mm_cmpeq_epi32(lengths, _mm_setzero_si128()));
    words = _mm256_blendv_epi8(words, _mm256_set1_epi64x((long long)NO_KEY), none);
    _mm256_storeu_si256((__m256i *)keys, words);
    return _mm_movemask_epi8(_mm_cmpgt_epi32(lengths, _mm_set1_epi32(TEXT_FEW_WORD_LENGTH))) != 0;
}

static inline void smaller_keys(
    const uint64_t *four, const uint64_t *keys, uint32_t count, uint64_t *smaller) {
    __m256i mine = _mm256_loadu_si256((const __m256i *)four), sum = _mm256_setzero_si256();
    for (uint32_t i = 0; i < count; i += 4)
        for (uint32_t k = i; k < i + 4; k++)
            sum = _mm256_sub_epi64(sum, _mm256_cmpgt_epi64(mine, _mm256_set1_epi64x((long long)keys[k])));
    _mm256_storeu_si256((__m256i *)smaller, sum);
}

#define LANE_BITS 16
#include "text_lanes.h"
#define LANE_BITS 32
#include "text_lanes.h"
#define LANE_BITS 64
#include "text_lanes.h"
#include "text_run.h"
#include "text_plan.h"

// Whether the 64 bytes from both starts and the 64 before both ends can be read: pages can as a whole.
static inline bool is_inside_pages(const tieout_text_pair *pair) {
#if defined(TEXT_EXACT_LOADS)
    (void)pair;
    return false;
#else
    uintptr_t last_a = (uintptr_t)pair->a + pair->a_length - 1, last_b = (uintptr_t)pair->b + pair->b_length - 1;
    bool from_starts = (((uintptr_t)pair->a & 4095) <= 4096 - 64) & (((uintptr_t)pair->b & 4095) <= 4096 - 64);
    return from_starts & ((last_a & 4095) >= 63) & ((last_b & 4095) >= 63);
#endif
}

static inline uint64_t high_bits(const uint8_t *bytes) {
    uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_loadu_si256((const __m256i *)bytes));
    uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_loadu_si256((const __m256i *)(bytes + 32)));
    return (uint64_t)high << 32 | low;
}

static inline uint64_t unequal_64(const uint8_t *a, const uint8_t *b) {
    return (uint64_t)unequal(a + 32, b + 32) << 32 | unequal(a, b);
}

static inline __attribute__((always_inline)) pair_look look_at(const tieout_text_pair *pair, bool strip) {
    const uint8_t *a = pair->a, *b = pair->b;
    uint32_t m = pair->a_length, n = pair->b_length, shorter = m < n ? m : n;
    pair_look look = {0};
    // Values without bytes may have no address.
    if (strip && (m > n ? m : n) <= 64 && shorter > 0 && is_inside_pages(pair)) {
        look.are_ascii = (_bzhi_u64(high_bits(a), m) | _bzhi_u64(high_bits(b), n)) == 0;
        uint32_t start = (uint32_t)_tzcnt_u64(unequal_64(a, b));
        look.start = start < shorter ? start : shorter;
        uint32_t end = (uint32_t)_lzcnt_u64(unequal_64(a + m - 64, b + n - 64));
        look.end = end < shorter - look.start ? end : shorter - look.start;
        return look;
    }
    look.are_ascii = is_ascii(a, m) && is_ascii(b, n);
    if (!strip) return look;
    look.start = common_start(a, b, shorter);
    look.end = common_end(a + m, b + n, shorter - look.start);
    return look;
}

#include "text_tile.h"

const text_kernels text_avx2 = {plan, run, tile, join_sorted, share_pairs, split, share};

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
