// The heads of one field in many pairs of rows, read into columns: what bounds of similarity are made
// of. The layout of a row is that of Row.swift.
#ifndef TIEOUT_HEADS_H
#define TIEOUT_HEADS_H

#include <stddef.h>
#include <stdint.h>

// Bytes of one field's head: end, hash and count as uint32_t, then the signature as uint64_t.
#define TIEOUT_HEAD_SIZE 20
// Values longer than this are not bounded: kernels clip them.
#define TIEOUT_HEAD_MOST_BYTES 65535u

typedef enum tieout_head_state {
    TIEOUT_HEAD_NULL = 0,       // either value is null
    TIEOUT_HEAD_EQUAL = 1,      // same length and hash
    TIEOUT_HEAD_BOUNDED = 2,    // unlike, and the signatures say how unlike at least
    TIEOUT_HEAD_UNBOUNDED = 3,  // unlike, and nothing more is known
} tieout_head_state;

typedef struct tieout_row_pair {
    const void *left, *right;
} tieout_row_pair;

// A column for each thing that is known of a pair; each has room for all pairs.
typedef struct tieout_head_columns {
    uint8_t *states;
    float *left_lengths, *right_lengths;  // bytes, at most TIEOUT_HEAD_MOST_BYTES where bounded
    float *left_only, *right_only;        // signature bits that the other value lacks
    float *starts;                        // bytes in common at the start, 0 ... 4; NULL if not asked for
    uint32_t *hash_sums;                  // hashes of both values, added
    uint8_t *plain;                       // neither signature has bit 62, and neither value is a single byte
    float *rarity;                        // at most log2 of the larger term count, 0 where not counted
} tieout_head_columns;

// Touches every line in which heads lie (tieout_row.h).
void tieout_touch_heads(const tieout_row_pair *pairs, size_t count, uint32_t field_count);

// Fills the columns for `field` of rows of `field_count` fields.
void tieout_read_heads(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns);

// The same by the plain build, whatever the machine can do.
void tieout_read_heads_scalar(
    const tieout_row_pair *pairs, size_t count, uint32_t field, uint32_t field_count,
    const tieout_head_columns *columns);

#endif
