// The loop that makes records of ends: all it needs is in registers, and what a dialect does not have is
// compiled away.
#include "tieout_rows.h"

static inline __attribute__((always_inline)) int take(tieout_rows *state, tieout_scan_dialect dialect,
                                                      uint32_t *restrict starts, uint32_t *restrict lengths,
                                                      uint32_t *restrict offsets) {
    const uint8_t *const bytes = state->bytes;
    const uint32_t *const rows = state->rows;
    const size_t columns = state->columns;
    size_t row = state->row;
    size_t next = state->next;
    size_t used = state->used;
    int stop = TIEOUT_ROWS_END;
    while (row < state->row_limit && next < state->row_count) {
        if (rows[next] - used != columns) {
            stop = TIEOUT_ROWS_UNUSUAL;
            break;
        }
        const uint32_t *const ends = state->ends + used;
        uint32_t start = (uint32_t)row;
        uint32_t flags = 0;
        for (size_t column = 0; column < columns; column++) {
            const uint32_t end = ends[column] & ~TIEOUT_SCAN_DOUBLED;
            flags |= ends[column];
            const tieout_place place = tieout_field_place(bytes, start, end, &dialect);
            starts[column] = place.start;
            lengths[column] = place.length;
            start = end + 1;
        }
        const size_t end = (size_t)start - 1;
        if (end - row > state->max_record_bytes) {
            stop = TIEOUT_ROWS_UNUSUAL;
            break;
        }
        *offsets++ = (uint32_t)row;
        starts += columns;
        lengths += columns;
        used += columns;
        next += 1;
        row = end + 1 + (bytes[end] == '\r' && bytes[end + 1] == '\n');
        if (flags & TIEOUT_SCAN_DOUBLED) {
            stop = TIEOUT_ROWS_DOUBLED;
            break;
        }
    }
    state->row = row;
    state->next = next;
    state->used = used;
    return stop;
}

int tieout_take_rows(tieout_rows *rows, const tieout_scan_dialect *dialect, uint32_t *starts,
                     uint32_t *lengths, uint32_t *offsets) {
    const uint8_t quote = dialect->quote;
    if (dialect->trim) {
        const tieout_scan_dialect trimmed = {0, quote, dialect->has_quote, 1};
        return take(rows, trimmed, starts, lengths, offsets);
    }
    if (dialect->has_quote) {
        const tieout_scan_dialect quoted = {0, quote, 1, 0};
        return take(rows, quoted, starts, lengths, offsets);
    }
    const tieout_scan_dialect plain = {0, 0, 0, 0};
    return take(rows, plain, starts, lengths, offsets);
}
