// Sums over postings, and the records whose bound reaches a threshold.
#ifndef TIEOUT_NEIGHBOURS_H
#define TIEOUT_NEIGHBOURS_H

#include <stddef.h>
#include <stdint.h>

enum {
    // Records that share a scale. Blocks are whole groups.
    TIEOUT_SCALE_GROUP = 64,
    // Most dense lists that are looked at together.
    TIEOUT_MOST_DENSE = 128,
    // The sum of the values of `count` such lists is at most this times 255 - count.
    TIEOUT_MOST_DENSE_UNIT = 127,
};

// Records of a block that hold a token, and what each of them gets for it.
typedef struct tieout_postings {
    const uint16_t *places;  // ascending places in the block, no place twice
    uint32_t count;
    uint16_t value;
} tieout_postings;

// Fetches a list that will be added soon: lists are short and lie apart, so that no hardware sees where the next
// begins.
static inline void tieout_fetch_postings(tieout_postings list) {
    enum { LINE = 64 / sizeof(uint16_t), MOST_AHEAD = 8 * LINE };
    for (uint32_t i = 0; i < list.count && i < MOST_AHEAD; i += LINE) __builtin_prefetch(list.places + i);
}

// Adds to the sums of a block. No sum may pass 65,535.
void tieout_add_postings(const tieout_postings *lists, size_t count, uint16_t *sums);

// The same as bits, for lists of so many places that it is cheaper to go through the whole block.
typedef struct tieout_dense_list {
    const uint64_t *bits;  // a word for each group, in which the place p has the bit tieout_lane(p)
    uint16_t value;
} tieout_dense_list;

// Where a place of a group lies among its bits: vectors of bytes fall into two of 16-bit numbers,
// the even ones and the odd ones, without a shuffle.
static inline size_t tieout_lane(size_t place) { return (place & 31) << 1 | (place >> 5 & 1); }

// What a block is compared with. The sum of a record is that in `sums` and the values of the dense lists in which the
// record is, all rounded up to multiples of the least unit of which they are 255 less `dense_count` together. No
// sum may pass 65,535.
typedef struct tieout_bound_terms {
    const uint16_t *sums;
    const tieout_dense_list *dense;
    size_t dense_count;
    const float *scales;  // of groups, above 0
    float least;          // of sum times scale that is wanted
    float factor;         // of sum times scale in the bounds that are written down
} tieout_bound_terms;

// Finds the places whose sums are at least `least / scale` of their group, rounded down, and at least 1.
//   group_count   groups in the block
//   reached       room for as many places as the block has: bound << 16 | place, where the bound is
//                 sum * scale * factor, rounded down, plus 1, and 65,535 at most
// Returns how many were found, by place.
size_t tieout_reach_bounds(const tieout_bound_terms *terms, size_t group_count, uint32_t *reached);

// A build of it. For tests: the portable one is there always, the others are NULL where the machine cannot run
// them.
typedef size_t tieout_reach_function(const tieout_bound_terms *terms, size_t group_count, uint32_t *reached);
tieout_reach_function *tieout_reach_bounds_build_scalar(void);
tieout_reach_function *tieout_reach_bounds_build_avx2(void);
tieout_reach_function *tieout_reach_bounds_build_avx512(void);

// The largest sum of each group.
void tieout_group_maxima(const uint16_t *sums, size_t group_count, uint16_t *maxima);

// Sparse vectors: row r has the entries starts[r] up to starts[r + 1].
typedef struct tieout_sparse_rows {
    const int64_t *starts;
    const uint32_t *tokens;
    const float *weights;
} tieout_sparse_rows;

// Fetches where the rows of some places start, and for `tieout_fetch_rows` the rows themselves: what is compared lies
// anywhere in memory.
static inline void tieout_fetch_starts(
    const tieout_sparse_rows *sparse, const uint32_t *rows, const uint32_t *places, size_t count) {
    for (size_t i = 0; i < count; i++) __builtin_prefetch(sparse->starts + rows[(uint16_t)places[i]]);
}
void tieout_fetch_rows(
    const tieout_sparse_rows *sparse, const uint32_t *rows, const uint32_t *places, size_t count);

// Multiplies a vector, given by token, with rows of sparse ones: sums[i] is that of row rows[places[i] % 65,536].
// Products are exact, and added in the order of the entries in double precision. Of the rows behind `count`, up to
// `all`, the next are fetched.
void tieout_row_products(
    const float *vector, const tieout_sparse_rows *sparse, const uint32_t *rows, const uint32_t *places,
    size_t count, size_t all, double *sums);

#endif
