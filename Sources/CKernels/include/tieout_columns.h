// Records laid out by column: the bytes of each column's values one behind the other.
#ifndef TIEOUT_COLUMNS_H
#define TIEOUT_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Room behind the values of a column that laying out may write to.
#define TIEOUT_COLUMN_PADDING 32

/// Where the fields of some records stand: `starts` and `lengths` have an entry a field, record by
/// record; all fields lie in bytes[0 ..< byte_count].
typedef struct {
    const uint8_t *bytes;
    size_t byte_count;
    const uint32_t *starts;
    const uint32_t *lengths;
    size_t records;
    size_t columns;
} tieout_fields;

/// Adds the bytes of each column's values to sums[0 ..< columns].
void tieout_column_bytes(const tieout_fields *fields, uint64_t *sums);

/// Copies the values of each column to values[column], one behind the other, and where each of them
/// ends, counted from there, to ends[column]. Behind the values of a column there must be room for
/// TIEOUT_COLUMN_PADDING bytes more; a column's values must be fewer than 2^32 bytes.
void tieout_lay_out_columns(const tieout_fields *fields, uint8_t *const *values, uint32_t *const *ends);

/// The same on a given instruction set (tieout_scan.h), which tieout_isa_usable must have named usable.
void tieout_lay_out_columns_on(int isa, const tieout_fields *fields, uint8_t *const *values,
                               uint32_t *const *ends);

#if defined(__cplusplus)
}
#endif

#endif
