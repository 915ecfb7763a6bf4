// Bit-parallel counting, many pairs at a time: one pair in each lane of a vector. Included once for
// each lane width by the file of an instruction set, which defines
//   VECTOR_BYTES  bytes of a vector
//   LANE_BITS     16, 32 or 64
//   TEXT_PAIRS    if it runs pairs, and then
//   fill_<bits>   writes the match masks of one job, row after row, into one lane
// The arithmetic is written with vector extensions, so that it reads like the scalar road, to which
// it must agree bit by bit.
//
//   masks:  row 0  | word 0: lane 0, lane 1, … | word 1: lane 0, … | …
//           row 1  | …
//
// A row holds, for one character of each lane's text, where it stands in that lane's pattern. Texts
// of unlike length are padded with rows of zeros: edit distances at the start, where the state is
// kept from moving; the others at the end, where zeros change nothing. Where one text meets many
// patterns (tiles), rows are looked up by character instead: `text` is given, and nothing is padded.

#define LANE_JOIN2(a, b) a##_##b
#define LANE_JOIN(a, b) LANE_JOIN2(a, b)
#define NAME(stem) LANE_JOIN(stem, LANE_BITS)
#define LANE LANE_JOIN(LANE_JOIN(text_lane, LANE_BITS), t)
#define VEC NAME(vec)
#define SIGNED_LANE LANE_JOIN(LANE_JOIN(text_signed_lane, LANE_BITS), t)
#define SIGNED_VEC NAME(signed_vec)

#if LANE_BITS == 16
typedef uint16_t LANE;
typedef int16_t SIGNED_LANE;
#elif LANE_BITS == 32
typedef uint32_t LANE;
typedef int32_t SIGNED_LANE;
#else
typedef uint64_t LANE;
typedef int64_t SIGNED_LANE;
#endif
typedef SIGNED_LANE SIGNED_VEC __attribute__((vector_size(VECTOR_BYTES)));
typedef LANE VEC __attribute__((vector_size(VECTOR_BYTES)));

#define LANES (VECTOR_BYTES / sizeof(LANE))

#ifndef TEXT_INLINE
#define TEXT_INLINE static inline __attribute__((always_inline))
// Most groups of lanes run side by side, and most words of pattern in a lane.
enum { MAX_GROUPS = 2, MAX_WORDS = TEXT_LANE_PATTERN / 64 };
#endif

// The lowest `count` bits; all for more than there are.
TEXT_INLINE LANE NAME(low)(uint32_t count) {
    return count >= LANE_BITS ? (LANE)~(LANE)0 : (LANE)(((LANE)1 << count) - 1);
}

// The row of step `j`.
TEXT_INLINE const VEC *NAME(row)(
    const VEC *masks, size_t group_rows, uint32_t words, uint32_t g, uint32_t j, const uint8_t *text) {
    return masks + g * group_rows + (size_t)(text == NULL ? j : text[j]) * words;
}

TEXT_INLINE uint32_t NAME(ones)(LANE word) { return (uint32_t)__builtin_popcountll((uint64_t)word); }

// Levenshtein and OSA: vertical differences of the last column. The distance is the length of the
// text, which is the last cell of row 0, plus the differences down to the end of the pattern.
TEXT_INLINE void NAME(edit)(
    bool transpositions, uint32_t words, uint32_t groups, const VEC *masks, size_t group_rows, uint32_t steps,
    const uint8_t *text, const LANE *starts, VEC vp[MAX_GROUPS][MAX_WORDS], VEC vn[MAX_GROUPS][MAX_WORDS]) {
    VEC d0_before[MAX_GROUPS][MAX_WORDS], mask_before[MAX_GROUPS][MAX_WORDS];
    SIGNED_VEC start[MAX_GROUPS], now = {0};
    const VEC zero = {0};
    for (uint32_t g = 0; g < groups; g++) {
        if (starts != NULL) memcpy(&start[g], starts + g * LANES, VECTOR_BYTES);
        for (uint32_t w = 0; w < words; w++) {
            vp[g][w] = ~zero;
            vn[g][w] = d0_before[g][w] = mask_before[g][w] = zero;
        }
    }
    for (uint32_t j = 0; j < steps; j++) {
        for (uint32_t g = 0; g < groups; g++) {
            const VEC *row = NAME(row)(masks, group_rows, words, g, j, text);
            // Row 0 of the matrix grows by one a column once the text of the lane has begun.
            VEC hp_carry = starts == NULL ? zero + 1 : -(VEC)(start[g] <= now);
            VEC hn_carry = zero, swap_carry = zero;
            for (uint32_t w = 0; w < words; w++) {
                VEC mask = row[w], p = vp[g][w], n = vn[g][w];
                VEC x = w == 0 ? mask : mask | hn_carry;
                VEC d0 = (((x & p) + p) ^ p) | x | n;
                if (transpositions) {
                    VEC open = ~d0_before[g][w] & mask;
                    d0 |= ((open + open) | swap_carry) & mask_before[g][w];
                    if (w + 1 < words) swap_carry = open >> (LANE_BITS - 1);
                    d0_before[g][w] = d0;
                    mask_before[g][w] = mask;
                }
                VEC hp = n | ~(d0 | p), hn = d0 & p;
                VEC hp_shifted = (hp + hp) | hp_carry, hn_shifted = hn + hn;
                if (w > 0) hn_shifted |= hn_carry;
                if (w + 1 < words) {
                    hp_carry = hp >> (LANE_BITS - 1);
                    hn_carry = hn >> (LANE_BITS - 1);
                }
                vp[g][w] = hn_shifted | ~(d0 | hp_shifted);
                vn[g][w] = hp_shifted & d0;
            }
        }
        now += 1;
    }
}

// Longest common subsequence: zero bits of S are the rows at which the length grows.
TEXT_INLINE void NAME(lcs)(
    uint32_t words, uint32_t groups, const VEC *masks, size_t group_rows, uint32_t steps, const uint8_t *text,
    VEC s[MAX_GROUPS][MAX_WORDS]) {
    const VEC zero = {0};
    for (uint32_t g = 0; g < groups; g++)
        for (uint32_t w = 0; w < words; w++) s[g][w] = ~zero;
    for (uint32_t j = 0; j < steps; j++) {
        for (uint32_t g = 0; g < groups; g++) {
            const VEC *row = NAME(row)(masks, group_rows, words, g, j, text);
            VEC carry = zero;
            for (uint32_t w = 0; w < words; w++) {
                VEC u = s[g][w] & row[w], sum = s[g][w] + u;
                if (w > 0) sum += carry;
                // Carry out of S + u, u being a part of S.
                if (w + 1 < words) carry = (u | (s[g][w] & ~sum)) >> (LANE_BITS - 1);
                s[g][w] = sum | (s[g][w] & ~row[w]);
            }
        }
    }
}

// Jaro. The first pass takes, for each character of the text, the first free equal character of the
// pattern inside the window, and keeps the rows of characters that found one; other rows are kept as
// zeros. The second reads the taken characters of the pattern in order, one for each row that is
// left, and counts where the row has no bit at that place; `missed` also counts the rows of zeros.
// `kept` may be `masks`. Characters beyond the end of the pattern come as taken.
TEXT_INLINE void NAME(jaro)(
    uint32_t words, uint32_t groups, const VEC *masks, size_t group_rows, VEC *kept, size_t kept_rows,
    uint32_t steps, const uint8_t *text, const SIGNED_VEC window[MAX_GROUPS], VEC band[MAX_GROUPS][MAX_WORDS],
    VEC taken[MAX_GROUPS][MAX_WORDS], VEC missed[MAX_GROUPS]) {
    VEC rest[MAX_GROUPS][MAX_WORDS];
    SIGNED_VEC now = {0};
    const VEC zero = {0};
    for (uint32_t g = 0; g < groups; g++) {
        for (uint32_t w = 0; w < words; w++) rest[g][w] = taken[g][w];
        missed[g] = zero;
    }
    for (uint32_t j = 0; j < steps; j++) {
        now += 1;
        for (uint32_t g = 0; g < groups; g++) {
            const VEC *row = NAME(row)(masks, group_rows, words, g, j, text);
            VEC *kept_row = kept + g * kept_rows + (size_t)j * words;
            VEC found = zero, carry = -(VEC)(now <= window[g]);
            for (uint32_t w = 0; w < words; w++) {
                VEC free = row[w] & band[g][w] & ~taken[g][w];
                if (w > 0) free &= ~found;
                taken[g][w] |= free & -free;
                found |= (VEC)(free != zero);
                VEC shifted = (band[g][w] + band[g][w]) | carry;
                if (w + 1 < words) carry = band[g][w] >> (LANE_BITS - 1);
                band[g][w] = shifted;
            }
            for (uint32_t w = 0; w < words; w++) kept_row[w] = row[w] & found;
        }
    }
    for (uint32_t g = 0; g < groups; g++)
        for (uint32_t w = 0; w < words; w++) rest[g][w] ^= taken[g][w];
    for (uint32_t j = 0; j < steps; j++) {
        for (uint32_t g = 0; g < groups; g++) {
            const VEC *row = kept + g * kept_rows + (size_t)j * words;
            VEC any = row[0], hit = zero;
            for (uint32_t w = 1; w < words; w++) any |= row[w];
            VEC open = (VEC)(any != zero);
            for (uint32_t w = 0; w < words; w++) {
                VEC first = rest[g][w] & -rest[g][w] & open;
                if (w + 1 < words) open &= (VEC)(rest[g][w] == zero);
                rest[g][w] ^= first;
                hit |= row[w] & first;
            }
            missed[g] -= (VEC)(hit == zero);
        }
    }
}

#if defined(TEXT_PAIRS)
#include "text_pair_lanes.h"
#endif
#include "text_tile_lanes.h"

#undef LANES
#undef SIGNED_VEC
#undef SIGNED_LANE
#undef VEC
#undef LANE
#undef NAME
#undef LANE_JOIN
#undef LANE_JOIN2
#undef LANE_BITS
