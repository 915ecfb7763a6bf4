// From ends to records. Most records are as wide as the source and stand one behind the other: where their
// fields stand follows from the ends alone, with a look at the bytes only where a CR may have an LF behind it.
#include "tieout_rows.h"

#include <string.h>

static inline size_t behind(const uint8_t *bytes, size_t end) {
    return end + 1 + (bytes[end] == '\r' && bytes[end + 1] == '\n');
}

// How many of `count` rows, the first of which begins behind `used` ends, have `columns` fields.
static size_t regular_rows(const uint32_t *rows, size_t count, size_t columns, size_t used) {
    enum { AT_ONCE = 16 };
    size_t regular = 0;
    for (; regular + AT_ONCE <= count; regular += AT_ONCE) {
        uint32_t other = 0;
        uint32_t upto = (uint32_t)(used + regular * columns);
        for (size_t i = 0; i < AT_ONCE; i++) other |= rows[regular + i] ^ (upto += (uint32_t)columns);
        if (other) break;
    }
    while (regular < count && rows[regular] == used + (regular + 1) * columns) regular++;
    return regular;
}

// How many of `count` regular records, whose ends are given, start before the limit and are short enough.
static size_t wanted_rows(const tieout_rows *state, const uint32_t *ends, size_t count) {
    const size_t columns = state->columns;
    while (count > 1 && behind(state->bytes, ends[(count - 1) * columns - 1]) >= state->row_limit) count--;
    if (count == 0 || ends[count * columns - 1] - state->row <= state->max_record_bytes) return count;
    size_t row = state->row;
    for (size_t record = 0; record < count; record++) {
        const size_t end = ends[(record + 1) * columns - 1];
        if (end - row > state->max_record_bytes) return record;
        row = behind(state->bytes, end);
    }
    return count;
}

// The places of fields of which each begins behind the end of the one before.
static void place_fields(const uint32_t *ends, size_t fields, uint32_t first, uint32_t *restrict starts,
                         uint32_t *restrict lengths) {
    starts[0] = first;
    lengths[0] = ends[0] - first;
    for (size_t field = 1; field < fields; field++) {
        starts[field] = ends[field - 1] + 1;
        lengths[field] = ends[field] - ends[field - 1] - 1;
    }
}

static int take(tieout_rows *state, uint32_t *restrict starts, uint32_t *restrict lengths,
                uint32_t *restrict offsets) {
    const tieout_scan_output *const found = state->found;
    const size_t columns = state->columns;
    const uint32_t *const ends = found->ends + state->used;
    if (state->row >= state->row_limit || state->next == found->row_count) return 0;
    const size_t regular =
        regular_rows(found->rows + state->next, found->row_count - state->next, columns, state->used);
    const size_t records = wanted_rows(state, ends, regular);
    if (records == 0) return 1;
    const size_t fields = records * columns;
    place_fields(ends, fields, (uint32_t)state->row, starts, lengths);
    if (found->any_cr) {
        for (size_t first = columns; first < fields; first += columns) {
            const uint32_t more = (uint32_t)(behind(state->bytes, ends[first - 1]) - starts[first]);
            starts[first] += more;
            lengths[first] -= more;
        }
    }
    for (size_t record = 0; record < records; record++) offsets[record] = starts[record * columns];
    size_t quoted = state->next_quoted;
    while (quoted < found->quoted_count && found->quoted[quoted] < state->used) quoted++;
    for (; quoted < found->quoted_count && found->quoted[quoted] < state->used + fields; quoted++) {
        const size_t field = found->quoted[quoted] - state->used;
        starts[field] += 1;
        lengths[field] -= 2;
    }
    state->next_quoted = quoted;
    state->row = behind(state->bytes, ends[fields - 1]);
    state->next += records;
    state->used += fields;
    return state->row < state->row_limit && state->next < found->row_count;
}

// Where blanks are trimmed, each field is looked at.
static int take_trimmed(tieout_rows *state, const tieout_scan_dialect *dialect, uint32_t *restrict starts,
                        uint32_t *restrict lengths, uint32_t *restrict offsets) {
    const tieout_scan_output *const found = state->found;
    const size_t columns = state->columns;
    while (state->row < state->row_limit && state->next < found->row_count) {
        const uint32_t *const ends = found->ends + state->used;
        if (found->rows[state->next] - state->used != columns) return 1;
        const size_t end = ends[columns - 1];
        if (end - state->row > state->max_record_bytes) return 1;
        uint32_t start = (uint32_t)state->row;
        for (size_t column = 0; column < columns; column++) {
            const tieout_place place = tieout_field_place(state->bytes, start, ends[column], dialect);
            *starts++ = place.start;
            *lengths++ = place.length;
            start = ends[column] + 1;
        }
        *offsets++ = (uint32_t)state->row;
        state->row = behind(state->bytes, end);
        state->used += columns;
        state->next += 1;
    }
    return 0;
}

int tieout_take_rows(tieout_rows *rows, const tieout_scan_dialect *dialect, uint32_t *starts,
                     uint32_t *lengths, uint32_t *offsets) {
    if (dialect->trim) return take_trimmed(rows, dialect, starts, lengths, offsets);
    return take(rows, starts, lengths, offsets);
}

// Numbers, which ascend, below `count` go, the others become as much lower; those that repeat are kept once. Few of
// many are kept.
static size_t drop_numbers(uint32_t *numbers, size_t used, size_t count) {
    size_t first = used;
    while (first > 0 && numbers[first - 1] >= count) first--;
    size_t kept = 0;
    for (size_t i = first; i < used; i++) {
        if (kept > 0 && numbers[kept - 1] == numbers[i] - count) continue;
        numbers[kept++] = numbers[i] - (uint32_t)count;
    }
    return kept;
}

void tieout_scan_drop(tieout_scan_output *output, size_t count) {
    output->end_count -= count;
    memmove(output->ends, output->ends + count, output->end_count * sizeof *output->ends);
    // A row is numbered by its last end and the ones before.
    output->row_count = drop_numbers(output->rows, output->row_count, count + 1);
    for (size_t row = 0; row < output->row_count; row++) output->rows[row] += 1;
    output->quoted_count = drop_numbers(output->quoted, output->quoted_count, count);
    output->doubled_count = drop_numbers(output->doubled, output->doubled_count, count);
}
