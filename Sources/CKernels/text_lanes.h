// Bit-parallel counting, many pairs at a time: one pair in each lane of a vector. Included once for
// each lane width by the file of an instruction set, which defines
//   VECTOR_BYTES  bytes of a vector
//   LANE_BITS     16, 32 or 64
//   fill_<bits>   writes the match masks of one job, row after row, into one lane
// The arithmetic is written with vector extensions, so that it reads like the scalar road, to which
// it must agree bit by bit.
//
//   masks:  row 0  | word 0: lane 0, lane 1, … | word 1: lane 0, … | …
//           row 1  | …
//
// A row holds, for one character of each lane's text, where it stands in that lane's pattern. Texts
// of unlike length are padded with rows of zeros: edit distances at the start, where the state is
// kept from moving; the others at the end, where zeros change nothing.

#define LANE_JOIN2(a, b) a##_##b
#define LANE_JOIN(a, b) LANE_JOIN2(a, b)
#define NAME(stem) LANE_JOIN(stem, LANE_BITS)
#define LANE LANE_JOIN(LANE_JOIN(text_lane, LANE_BITS), t)
#define VEC NAME(vec)
#define SIGNED_VEC NAME(signed_vec)

#if LANE_BITS == 16
typedef uint16_t LANE;
typedef int16_t SIGNED_VEC __attribute__((vector_size(VECTOR_BYTES)));
#elif LANE_BITS == 32
typedef uint32_t LANE;
typedef int32_t SIGNED_VEC __attribute__((vector_size(VECTOR_BYTES)));
#else
typedef uint64_t LANE;
typedef int64_t SIGNED_VEC __attribute__((vector_size(VECTOR_BYTES)));
#endif
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

TEXT_INLINE uint32_t NAME(ones)(LANE word) { return (uint32_t)__builtin_popcountll((uint64_t)word); }

// Levenshtein and OSA: vertical differences of the last column. The distance is the length of the
// text, which is the last cell of row 0, plus the differences down to the end of the pattern.
TEXT_INLINE void NAME(edit)(
    bool transpositions, uint32_t words, uint32_t groups, const VEC *masks, size_t group_rows, uint32_t steps,
    const LANE *starts, VEC vp[MAX_GROUPS][MAX_WORDS], VEC vn[MAX_GROUPS][MAX_WORDS]) {
    VEC d0_before[MAX_GROUPS][MAX_WORDS], mask_before[MAX_GROUPS][MAX_WORDS];
    SIGNED_VEC start[MAX_GROUPS], now = {0};
    const VEC zero = {0};
    for (uint32_t g = 0; g < groups; g++) {
        memcpy(&start[g], starts + g * LANES, VECTOR_BYTES);
        for (uint32_t w = 0; w < words; w++) {
            vp[g][w] = ~zero;
            vn[g][w] = d0_before[g][w] = mask_before[g][w] = zero;
        }
    }
    for (uint32_t j = 0; j < steps; j++) {
        for (uint32_t g = 0; g < groups; g++) {
            const VEC *row = masks + g * group_rows + (size_t)j * words;
            // Row 0 of the matrix grows by one a column once the text of the lane has begun.
            VEC hp_carry = -(VEC)(start[g] <= now), hn_carry = zero, swap_carry = zero;
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
    uint32_t words, uint32_t groups, const VEC *masks, size_t group_rows, uint32_t steps,
    VEC s[MAX_GROUPS][MAX_WORDS]) {
    const VEC zero = {0};
    for (uint32_t g = 0; g < groups; g++)
        for (uint32_t w = 0; w < words; w++) s[g][w] = ~zero;
    for (uint32_t j = 0; j < steps; j++) {
        for (uint32_t g = 0; g < groups; g++) {
            const VEC *row = masks + g * group_rows + (size_t)j * words;
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
// pattern inside the window, and clears the rows of characters that found none. The second reads
// the taken characters of the pattern in order, one for each row left, and counts where the row has
// no bit at that place; `missed` also counts the rows cleared.
TEXT_INLINE void NAME(jaro)(
    uint32_t words, uint32_t groups, VEC *masks, size_t group_rows, uint32_t steps, const LANE *windows,
    const LANE *bands, VEC taken[MAX_GROUPS][MAX_WORDS], VEC missed[MAX_GROUPS]) {
    VEC band[MAX_GROUPS][MAX_WORDS], rest[MAX_GROUPS][MAX_WORDS];
    SIGNED_VEC window[MAX_GROUPS], now = {0};
    const VEC zero = {0};
    for (uint32_t g = 0; g < groups; g++) {
        memcpy(&window[g], windows + g * LANES, VECTOR_BYTES);
        for (uint32_t w = 0; w < words; w++) {
            // Both begin as given: characters beyond the end of the pattern count as taken.
            memcpy(&band[g][w], bands + (g * words + w) * LANES, VECTOR_BYTES);
            rest[g][w] = taken[g][w];
        }
        missed[g] = zero;
    }
    for (uint32_t j = 0; j < steps; j++) {
        now += 1;
        for (uint32_t g = 0; g < groups; g++) {
            VEC *row = masks + g * group_rows + (size_t)j * words;
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
            for (uint32_t w = 0; w < words; w++) row[w] &= found;
        }
    }
    for (uint32_t g = 0; g < groups; g++)
        for (uint32_t w = 0; w < words; w++) rest[g][w] ^= taken[g][w];
    for (uint32_t j = 0; j < steps; j++) {
        for (uint32_t g = 0; g < groups; g++) {
            const VEC *row = masks + g * group_rows + (size_t)j * words;
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

// Zeroes rows `from` to `end` of one lane.
TEXT_INLINE void NAME(clear)(LANE *lane, uint32_t words, uint32_t from, uint32_t end) {
    for (size_t row = (size_t)from * words; row < (size_t)end * words; row++) lane[row * LANES] = 0;
}

// Up to groups × LANES jobs.
TEXT_INLINE void NAME(count_group)(
    text_count kind, uint32_t words, uint32_t groups, const text_job *jobs, uint32_t count, uint32_t *counts,
    VEC *masks) {
    bool is_edit = kind == TEXT_LEVENSHTEIN || kind == TEXT_OSA;
    uint32_t steps = 0;
    for (uint32_t i = 0; i < count; i++) steps = jobs[i].text_length > steps ? jobs[i].text_length : steps;
    // A row more than needed: filling may write in pairs.
    size_t group_rows = ((size_t)steps + 1) * words;
    _Alignas(VECTOR_BYTES) LANE starts[MAX_GROUPS * LANES], windows[MAX_GROUPS * LANES];
    _Alignas(VECTOR_BYTES) LANE bands[MAX_GROUPS * MAX_WORDS * LANES], state[MAX_GROUPS][MAX_WORDS][LANES];
    _Alignas(VECTOR_BYTES) LANE other[MAX_GROUPS][MAX_WORDS][LANES];
    for (uint32_t i = 0; i < count; i++) {
        const text_job *job = &jobs[i];
        uint32_t g = i / LANES, l = i % LANES, m = job->pattern_length, n = job->text_length;
        LANE *lane = (LANE *)(masks + g * group_rows) + l;
        uint32_t first = is_edit ? steps - n : 0;
        NAME(fill)(job, words, lane + (size_t)first * words * LANES);
        if (is_edit) {
            NAME(clear)(lane, words, 0, first);
            starts[i] = (LANE)first;
        } else {
            NAME(clear)(lane, words, n, steps);
        }
        if (kind != TEXT_JARO) continue;
        uint32_t window = (m > n ? m : n) / 2;
        if (window > 0) window--;
        windows[i] = (LANE)window;
        for (uint32_t w = 0; w < words; w++) {
            uint32_t passed = w * LANE_BITS;
            bands[(g * words + w) * LANES + l] = NAME(low)(window + 1 > passed ? window + 1 - passed : 0);
            state[g][w][l] = (LANE)~NAME(low)(m > passed ? m - passed : 0);
        }
    }

    VEC a[MAX_GROUPS][MAX_WORDS], b[MAX_GROUPS][MAX_WORDS], missed[MAX_GROUPS];
    switch (kind) {
    case TEXT_LEVENSHTEIN: NAME(edit)(false, words, groups, masks, group_rows, steps, starts, a, b); break;
    case TEXT_OSA: NAME(edit)(true, words, groups, masks, group_rows, steps, starts, a, b); break;
    case TEXT_LCS: NAME(lcs)(words, groups, masks, group_rows, steps, a); break;
    case TEXT_JARO:
        for (uint32_t g = 0; g < groups; g++)
            for (uint32_t w = 0; w < words; w++) memcpy(&a[g][w], state[g][w], VECTOR_BYTES);
        NAME(jaro)(words, groups, masks, group_rows, steps, windows, bands, a, missed);
        break;
    }
    for (uint32_t g = 0; g < groups; g++) {
        for (uint32_t w = 0; w < words; w++) {
            memcpy(state[g][w], &a[g][w], VECTOR_BYTES);
            if (is_edit) memcpy(other[g][w], &b[g][w], VECTOR_BYTES);
        }
        if (kind == TEXT_JARO) memcpy(other[g][0], &missed[g], VECTOR_BYTES);
    }
    for (uint32_t i = 0; i < count; i++) {
        const text_job *job = &jobs[i];
        uint32_t g = i / LANES, l = i % LANES, m = job->pattern_length, found = is_edit ? job->text_length : 0;
        for (uint32_t w = 0; w < words; w++) {
            LANE inside = NAME(low)(m > w * LANE_BITS ? m - w * LANE_BITS : 0), word = state[g][w][l];
            switch (kind) {
            case TEXT_LCS: found += NAME(ones)((LANE)(~word & inside)); break;
            case TEXT_JARO: found += NAME(ones)((LANE)(word & inside)); break;
            default: found += NAME(ones)((LANE)(word & inside)) - NAME(ones)((LANE)(other[g][w][l] & inside));
            }
        }
        // Misplaced are the rows missed less those that were cleared.
        if (kind == TEXT_JARO) found |= ((uint32_t)other[g][0][l] + found - steps) << 16;
        counts[job->slot] = found;
    }
}

TEXT_INLINE void NAME(count_all)(
    text_count kind, uint32_t words, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    // Two groups side by side hide the latency of each other's chains; more words do that alone.
    uint32_t groups = words == 1 ? 2 : 1;
    size_t done = 0;
    if (groups == 2)
        for (; done + LANES < count; done += 2 * LANES) {
            uint32_t size = count - done < 2 * LANES ? (uint32_t)(count - done) : (uint32_t)(2 * LANES);
            NAME(count_group)(kind, words, 2, jobs + done, size, counts, memory);
        }
    for (; done < count; done += LANES) {
        uint32_t size = count - done < LANES ? (uint32_t)(count - done) : (uint32_t)LANES;
        NAME(count_group)(kind, words, 1, jobs + done, size, counts, memory);
    }
}

#undef LANES
#undef SIGNED_VEC
#undef VEC
#undef LANE
#undef NAME
#undef LANE_JOIN
#undef LANE_JOIN2
#undef LANE_BITS
