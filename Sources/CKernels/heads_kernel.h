// One loop over pairs, built once for each instruction set: what differs is how bits are counted.
#include <string.h>

#include "tieout_heads.h"

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

// Bytes in common at the start, at most 4. Four bytes at once where both values have them.
static inline uint32_t head_start(const uint8_t *a, uint32_t a_length, const uint8_t *b, uint32_t b_length) {
    uint32_t least = a_length < b_length ? a_length : b_length;
    if (least >= 4) {
        uint32_t apart = head_u32(a) ^ head_u32(b);
        return apart == 0 ? 4 : (uint32_t)__builtin_ctz(apart) / 8;
    }
    uint32_t count = 0;
    while (count < least && a[count] == b[count]) count++;
    return count;
}

// log2 from below: the exponent, and the mantissa as a straight line under the curve.
static inline float head_log2(uint32_t count) {
    if (count == 0) return 0;
    uint32_t exponent = 31 - (uint32_t)__builtin_clz(count);
    return (float)exponent + ((float)count / (float)(1u << exponent) - 1);
}

static inline void read_heads(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns) {
    const uint64_t unbounded = 1ull << 63;
    const size_t head = (size_t)field * TIEOUT_HEAD_SIZE, values = (size_t)field_count * TIEOUT_HEAD_SIZE;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *left = pairs[i].left, *right = pairs[i].right;
        const uint8_t *a = left + head, *b = right + head;
        uint32_t a_start = field == 0 ? 0 : head_u32(a - TIEOUT_HEAD_SIZE);
        uint32_t b_start = field == 0 ? 0 : head_u32(b - TIEOUT_HEAD_SIZE);
        uint32_t a_length = head_u32(a) - a_start, b_length = head_u32(b) - b_start;
        uint64_t a_bits = head_u64(a + 12), b_bits = head_u64(b + 12);
        uint32_t a_count = head_u32(a + 8), b_count = head_u32(b + 8);

        uint32_t longest = a_length > b_length ? a_length : b_length;
        int is_null = (a_length == 0) | (b_length == 0);
        uint32_t a_hash = head_u32(a + 4), b_hash = head_u32(b + 4);
        int is_equal = (a_length == b_length) & (a_hash == b_hash);
        int is_open = (((a_bits | b_bits) & unbounded) != 0) | (longest > TIEOUT_HEAD_MOST_BYTES);
        columns->states[i] = is_null    ? TIEOUT_HEAD_NULL
                             : is_equal ? TIEOUT_HEAD_EQUAL
                             : is_open  ? TIEOUT_HEAD_UNBOUNDED
                                        : TIEOUT_HEAD_BOUNDED;
        columns->left_lengths[i] = (float)(int32_t)a_length;
        columns->right_lengths[i] = (float)(int32_t)b_length;
        columns->left_only[i] = (float)__builtin_popcountll(a_bits & ~b_bits);
        columns->right_only[i] = (float)__builtin_popcountll(b_bits & ~a_bits);
        // The one look at the values themselves, which may lie in lines of memory that nothing else needs.
        if (columns->starts) {
            columns->starts[i] =
                (float)head_start(left + values + a_start, a_length, right + values + b_start, b_length);
        }
        columns->hash_sums[i] = a_hash + b_hash;
        columns->plain[i] = (uint8_t)(~(a_bits | b_bits) >> 62 & 1) & (a_length > 1) & (b_length > 1);
        columns->rarity[i] = head_log2(a_count > b_count ? a_count : b_count);
    }
}
