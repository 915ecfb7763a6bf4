// Sums over postings, and the records whose bound reaches a threshold.
#ifndef TIEOUT_NEIGHBOURS_H
#define TIEOUT_NEIGHBOURS_H

#include <stddef.h>
#include <stdint.h>

// Records that share a scale. Blocks are whole groups.
enum { TIEOUT_SCALE_GROUP = 64 };

// Records of a block that hold a token, and what each of them gets for it.
typedef struct tieout_postings {
    const uint16_t *places;  // ascending places in the block, no place twice
    const uint64_t *bits;    // the same as one bit a place of the block; NULL where places are few
    uint32_t count;
    uint16_t value;
} tieout_postings;

// Adds to the sums of a block of so many groups. No sum may pass 65,535.
void tieout_add_postings(
    const tieout_postings *lists, size_t count, uint16_t *sums, size_t group_count);

// The same by the plain build, whatever the machine can do.
void tieout_add_postings_scalar(
    const tieout_postings *lists, size_t count, uint16_t *sums, size_t group_count);

// The largest sum of each group.
void tieout_group_maxima(const uint16_t *sums, size_t group_count, uint16_t *maxima);

// What a block of sums is compared with. The bound of a record is
//   sum · scale of its group / 65,536, rounded down, plus 1 if the sum is not 0,
//   plus rest · rest_factor / 256, rounded down,
// where the scale is `scales[group] * scale_factor`, rounded up, 65,535 at most. No bound may pass 65,535.
typedef struct tieout_bound_terms {
    const uint16_t *sums;
    const uint8_t *rests;
    const float *scales;
    float scale_factor;
    uint16_t rest_factor;
    uint16_t least;  // of bounds that are wanted
} tieout_bound_terms;

// Finds the places whose bounds are wanted.
//   group_count   groups in the block
//   places        room for as many places as the block has
// Returns how many were found; ascending.
size_t tieout_reach_bounds(const tieout_bound_terms *terms, size_t group_count, uint16_t *places);

// The same by the plain build, whatever the machine can do.
size_t tieout_reach_bounds_scalar(const tieout_bound_terms *terms, size_t group_count, uint16_t *places);

// Keeps the places whose sums reach `terms->least` once the lists in which they are have been added, without a
// rest; sums stay as they are. All lists have bits. Ascending as before; returns how many are left.
size_t tieout_refine_bounds(
    const tieout_bound_terms *terms, const tieout_postings *lists, size_t list_count, uint16_t *places,
    size_t count);

// The build for x86-64 without AVX-512; NULL where the machine cannot run it. For tests.
typedef size_t tieout_reach_function(const tieout_bound_terms *terms, size_t group_count, uint16_t *places);
tieout_reach_function *tieout_reach_bounds_narrow(void);

// Sparse vectors: row r has the entries starts[r] up to starts[r + 1].
typedef struct tieout_sparse_rows {
    const int64_t *starts;
    const uint32_t *tokens;
    const float *weights;
} tieout_sparse_rows;

// Multiplies a vector, given by token, with rows of sparse ones: sums[i] is that of row rows[places[i]]. Products
// are exact, and added in the order of the entries in double precision.
void tieout_row_products(
    const float *vector, const tieout_sparse_rows *sparse, const uint32_t *rows, const uint16_t *places,
    size_t count, double *sums);

#endif
