// Laying out by column, written once. The including file has defined
//   KERNEL(name)       the name's form for this instruction set
//   KERNEL_TARGET      the function attribute that allows its instructions
//
// It goes over some dozens of records at a time, column by column: their bytes are still in the nearest
// cache when the last column asks for them, and a column's place in its own memory stays in a register.
#include "tieout_columns.h"

#include <string.h>

enum { RECORDS_AT_ONCE = 64, STEP = TIEOUT_COLUMN_PADDING };

// A value and up to 31 bytes behind it, which the next value overwrites: most values are one step.
KERNEL_TARGET static inline __attribute__((always_inline)) void KERNEL(copy_value)(
    uint8_t *target, const uint8_t *bytes, size_t start, size_t count, size_t all) {
    if (__builtin_expect(start + count + STEP > all, 0)) {
        memcpy(target, bytes + start, count);
        return;
    }
    size_t done = 0;
    do {
        memcpy(target + done, bytes + start + done, STEP);
        done += STEP;
    } while (__builtin_expect(done < count, 0));
}

KERNEL_TARGET void KERNEL(lay_out_columns)(const tieout_fields *fields, uint8_t *const *values,
                                           uint32_t *const *ends) {
    const size_t columns = fields->columns;
    const uint8_t *const bytes = fields->bytes;
    const size_t byte_count = fields->byte_count;
    for (size_t first = 0; first < fields->records; first += RECORDS_AT_ONCE) {
        const size_t left = fields->records - first;
        const size_t records = left < RECORDS_AT_ONCE ? left : RECORDS_AT_ONCE;
        for (size_t column = 0; column < columns; column++) {
            const uint32_t *start = fields->starts + first * columns + column;
            const uint32_t *length = fields->lengths + first * columns + column;
            uint8_t *target = values[column];
            uint32_t *end = ends[column] + first;
            const uint32_t *const stop = end + records;
            uint32_t place = first ? end[-1] : 0;
            target += place;
            for (; end < stop; end++, start += columns, length += columns) {
                const uint32_t count = *length;
                KERNEL(copy_value)(target, bytes, *start, count, byte_count);
                target += count;
                place += count;
                *end = place;
            }
        }
    }
}
