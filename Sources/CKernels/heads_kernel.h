// Loops over pairs, built once for each instruction set. Rows lie anywhere: what is needed of their heads is
// lined up first, some pairs at a time. What is worked out of that is nothing but arithmetic, so that the
// compiler makes vectors of it.
#include <string.h>

#include "tieout_heads.h"

// Few enough that what is lined up stays in the nearest cache.
#define HEADS_AT_ONCE 64

// What the heads of two rows hold, pair by pair.
typedef struct head_columns {
    uint64_t left_bits[HEADS_AT_ONCE], right_bits[HEADS_AT_ONCE];
    uint32_t left_lengths[HEADS_AT_ONCE], right_lengths[HEADS_AT_ONCE];
    uint32_t unlike[HEADS_AT_ONCE];     // 0 where lengths and hashes are the same
    uint32_t top_bits[HEADS_AT_ONCE];   // upper half of both signatures together
    uint32_t counts[HEADS_AT_ONCE];     // the larger term count
    uint32_t left_starts[HEADS_AT_ONCE], right_starts[HEADS_AT_ONCE];  // the first four bytes, zeros behind
} head_columns;

static inline uint32_t head_u32(const uint8_t *place) {
    uint32_t value;
    memcpy(&value, place, 4);
    return value;
}

static inline uint64_t head_u64(const uint8_t *place) {
    uint64_t value;
    memcpy(&value, place, 8);
    return value;
}

// The first four bytes of a value. A shorter one is read with what lies before it: heads at least.
static inline uint32_t first_bytes(const uint8_t *value, uint32_t length) {
    const uint32_t missing = length < 4 ? 4 - length : 0;
    return (uint32_t)((uint64_t)head_u32(value - missing) >> 8 * missing);
}

// `is_first`: of the first field, before whose head there is no other.
static inline void line_up(
    head_columns *heads, const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    uint32_t *restrict hash_sums, int is_first, int with_starts) {
    const size_t head = (size_t)field * TIEOUT_HEAD_SIZE, values = (size_t)field_count * TIEOUT_HEAD_SIZE;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *left = pairs[i].left, *right = pairs[i].right;
        const uint8_t *a = left + head, *b = right + head;
        const uint32_t a_start = is_first ? 0 : head_u32(a - TIEOUT_HEAD_SIZE);
        const uint32_t b_start = is_first ? 0 : head_u32(b - TIEOUT_HEAD_SIZE);
        const uint32_t a_length = head_u32(a) - a_start, b_length = head_u32(b) - b_start;
        const uint32_t a_hash = head_u32(a + 4), b_hash = head_u32(b + 4);
        const uint32_t a_count = head_u32(a + 8), b_count = head_u32(b + 8);
        const uint64_t a_bits = head_u64(a + 12), b_bits = head_u64(b + 12);
        heads->left_lengths[i] = a_length;
        heads->right_lengths[i] = b_length;
        heads->unlike[i] = (a_length ^ b_length) | (a_hash ^ b_hash);
        heads->counts[i] = a_count > b_count ? a_count : b_count;
        heads->left_bits[i] = a_bits;
        heads->right_bits[i] = b_bits;
        heads->top_bits[i] = (uint32_t)((a_bits | b_bits) >> 32);
        hash_sums[i] = a_hash + b_hash;
        // The one look at the values themselves, which may lie in lines of memory that nothing else needs.
        if (with_starts) {
            heads->left_starts[i] = first_bytes(left + values + a_start, a_length);
            heads->right_starts[i] = first_bytes(right + values + b_start, b_length);
        }
    }
}

static inline void tell_states(
    const head_columns *heads, size_t count, uint8_t *restrict states, uint8_t *restrict plain) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t a = heads->left_lengths[i], b = heads->right_lengths[i];
        const uint32_t longest = a > b ? a : b, shortest = a < b ? a : b;
        const uint32_t is_open = heads->top_bits[i] >> 31 | (longest > TIEOUT_HEAD_MOST_BYTES);
        uint32_t state = is_open ? TIEOUT_HEAD_UNBOUNDED : TIEOUT_HEAD_BOUNDED;
        state = heads->unlike[i] == 0 ? TIEOUT_HEAD_EQUAL : state;
        states[i] = (uint8_t)(shortest == 0 ? TIEOUT_HEAD_NULL : state);
        plain[i] = (uint8_t)((~heads->top_bits[i] >> 30 & 1) & (shortest > 1));
    }
}

static inline void tell_lengths(
    const head_columns *heads, size_t count, float *restrict left_lengths, float *restrict right_lengths) {
    for (size_t i = 0; i < count; i++) {
        left_lengths[i] = (float)(int32_t)heads->left_lengths[i];
        right_lengths[i] = (float)(int32_t)heads->right_lengths[i];
    }
}

static inline void tell_bits(
    const head_columns *heads, size_t count, float *restrict left_only, float *restrict right_only) {
    for (size_t i = 0; i < count; i++) {
        const uint64_t a = heads->left_bits[i], b = heads->right_bits[i];
        left_only[i] = (float)(int32_t)__builtin_popcountll(a & ~b);
        right_only[i] = (float)(int32_t)__builtin_popcountll(b & ~a);
    }
}

// log2 from below: the exponent, and the mantissa as a straight line under the curve, both of which a float
// has in its bits.
static inline void tell_rarity(const head_columns *heads, size_t count, float *restrict rarity) {
    for (size_t i = 0; i < count; i++) {
        const float known = (float)heads->counts[i];
        uint32_t bits, part;
        memcpy(&bits, &known, 4);
        part = (bits & 0x007FFFFF) | 0x3F800000;
        float above;
        memcpy(&above, &part, 4);
        const float line = (float)((int32_t)(bits >> 23) - 127) + (above - 1);
        rarity[i] = heads->counts[i] == 0 ? 0 : line;
    }
}

// Bytes in common at the start: those below the lowest bit in which the first four differ.
static inline void tell_starts(const head_columns *heads, size_t count, float *restrict starts) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t a = heads->left_lengths[i], b = heads->right_lengths[i], least = a < b ? a : b;
        const uint32_t apart = heads->left_starts[i] ^ heads->right_starts[i];
        const uint32_t same = (uint32_t)__builtin_popcount((apart & (0 - apart)) - 1) / 8;
        starts[i] = (float)(int32_t)(same < least ? same : least);
    }
}

static inline void read_heads(
    const tieout_row_pair *pairs, size_t all, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns) {
    head_columns heads;
    for (size_t i = 0; i < all; i += HEADS_AT_ONCE) {
        const size_t count = all - i < HEADS_AT_ONCE ? all - i : HEADS_AT_ONCE;
        uint32_t *sums = columns->hash_sums + i;
        if (columns->starts) {
            if (field == 0) {
                line_up(&heads, pairs + i, count, field, field_count, sums, 1, 1);
            } else {
                line_up(&heads, pairs + i, count, field, field_count, sums, 0, 1);
            }
            tell_starts(&heads, count, columns->starts + i);
        } else if (field == 0) {
            line_up(&heads, pairs + i, count, field, field_count, sums, 1, 0);
        } else {
            line_up(&heads, pairs + i, count, field, field_count, sums, 0, 0);
        }
        tell_states(&heads, count, columns->states + i, columns->plain + i);
        tell_lengths(&heads, count, columns->left_lengths + i, columns->right_lengths + i);
        tell_bits(&heads, count, columns->left_only + i, columns->right_only + i);
        tell_rarity(&heads, count, columns->rarity + i);
    }
}
