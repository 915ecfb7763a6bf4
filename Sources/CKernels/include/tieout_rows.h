// From the ends that a scan has found to the places of fields, record by record.
#ifndef TIEOUT_ROWS_H
#define TIEOUT_ROWS_H

#include "tieout_scan.h"

#if defined(__cplusplus)
extern "C" {
#endif

/// Where the value of a field stands: without its quotes and, with trim, without the blanks around it.
typedef struct {
    uint32_t start;
    uint32_t length;
} tieout_place;

/// The value of the field in bytes[start ..< end]. Branch-free unless blanks are trimmed, since whether a
/// field is quoted cannot be predicted.
static inline tieout_place tieout_field_place(const uint8_t *bytes, uint32_t start, uint32_t end,
                                              const tieout_scan_dialect *dialect) {
    if (dialect->trim) {
        // No delimiter stands between the ends of an unquoted field: a tab that is one needs no test.
        while (start < end && (bytes[start] == ' ' || bytes[start] == '\t')) start++;
        while (start < end && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) end--;
        const uint32_t quoted = start < end && dialect->has_quote && bytes[start] == dialect->quote;
        const tieout_place trimmed = {start + quoted, end - start - 2 * quoted};
        return trimmed;
    }
    const uint32_t quoted = dialect->has_quote & (bytes[start] == dialect->quote);
    const tieout_place place = {start + quoted, end - start - 2 * quoted};
    return place;
}

/// Records in the making.
typedef struct {
    const uint8_t *bytes;
    const tieout_scan_output *found;
    size_t columns;
    size_t row_limit;        // records that start here or further on are not wanted
    size_t max_record_bytes;
    size_t row;              // place of the record at hand
    size_t next;             // its number among the rows found
    size_t used;             // ends used before it
    size_t next_quoted;      // the first among those noted as quoted that may be its
} tieout_rows;

/// Takes records that are as wide as the source and no longer than allowed: writes the places of their
/// fields, and of the records, one behind the other. There must be room for all rows found.
///
/// Returns 1 if it stopped at a record that needs care, else 0.
int tieout_take_rows(tieout_rows *rows, const tieout_scan_dialect *dialect, uint32_t *starts,
                     uint32_t *lengths, uint32_t *offsets);

#if defined(__cplusplus)
}
#endif

#endif
