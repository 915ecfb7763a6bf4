// The scan, written once. The including file has defined
//   KERNEL(name)              the name's form for this instruction set
//   KERNEL_TARGET             the function attribute that allows its instructions
//   block64, load64(p)        64 bytes
//   equal64(b, byte)          a bit for each byte equal to `byte`, the first byte lowest
//   high64(b)                 a bit for each byte above 0x7F
//   prefix_xor64(bits)        bit i is the parity of bits 0 … i
//   emit64(out, bits, base)   the places of the set bits, written to `out`, where 64 have room; their number
//
// Quotes: with the parity of quotes up to each byte (inclusive), a quote at odd parity opens or
// continues a quoted field and one at even parity closes it. That reading is libcsv's as long as
// every opening quote stands at a field's start or directly behind a closing one (a doubled quote),
// and every closing one before a field end or another quote. The scan checks just that and stops
// where it does not hold.
#include "tieout_scan.h"

#define KERNEL_INLINE KERNEL_TARGET static inline __attribute__((always_inline))

// What one block leaves to the next: a bit each, lowest, but for `in_quote`, which is all bits or none.
typedef struct {
    uint64_t in_quote, field_start, after_quote, after_blank, after_cr, after_any_cr;
    uint64_t any_cr;
} KERNEL(carry);

// Notes how many of `field_ends` stand before each of `bits`, and `before` more. One is written without asking
// whether there are any: a block seldom holds more, and a branch mispredicted costs more than what is written in
// vain.
KERNEL_INLINE size_t KERNEL(note)(uint32_t *out, uint64_t bits, uint64_t field_ends, size_t before) {
    size_t count = 0;
    do {
        const uint64_t below = (bits - 1) & ~bits;
        out[count] = (uint32_t)(before + (size_t)__builtin_popcountll(field_ends & below));
        count += bits != 0;
        bits &= bits - 1;
    } while (__builtin_expect(bits != 0, 0));
    return count;
}

// What stands where in a block: a bit for each byte.
typedef struct {
    uint64_t separators, lf, cr, quoted, blanks, high, valid;
} KERNEL(masks);

// Looks at a block, of which only the first `left` bytes count where it is `partial`.
KERNEL_INLINE KERNEL(masks) KERNEL(look)(const uint8_t *bytes, size_t left, const tieout_scan_dialect *dialect,
                                         const int partial, const int quotes, const int trim) {
    KERNEL(masks) masks;
    const block64 block = load64(bytes);
    masks.valid = partial ? (1ull << left) - 1 : ~0ull;
    masks.separators = equal64(block, dialect->delimiter) & masks.valid;
    masks.lf = equal64(block, '\n') & masks.valid;
    masks.cr = equal64(block, '\r') & masks.valid;
    masks.quoted = quotes ? equal64(block, dialect->quote) & masks.valid : 0;
    masks.high = high64(block) & masks.valid;
    masks.blanks =
        trim ? (equal64(block, ' ') | equal64(block, '\t')) & ~masks.separators & masks.valid : 0;
    return masks;
}

// Notes what a block at `at` holds; with `crs` a CR may be in it, or before it. Returns how many of its `size`
// bytes are in order: all, or those before a quote that stands where none may.
KERNEL_INLINE size_t KERNEL(settle)(const KERNEL(masks) *masks, size_t at, size_t size, KERNEL(carry) *carry,
                                    tieout_scan_output *output, const int quotes, const int trim,
                                    const int crs) {
    const uint64_t separators = masks->separators;
    const uint64_t lf = masks->lf;
    uint64_t cr = crs ? masks->cr : 0;
    uint64_t field_ends = separators | lf | cr;
    uint64_t pairs = 0;
    uint64_t quoted_ends = 0;
    uint64_t bad = 0;
    uint64_t high = masks->high;
    // An LF behind a CR belongs to the same line end.
    uint64_t line_ends = crs ? cr | (lf & ~(cr << 1 | carry->after_any_cr)) : lf;
    if (crs) carry->after_any_cr = cr >> 63;

    if (quotes) {
        const uint64_t quoted = masks->quoted;
        const uint64_t valid = masks->valid;
        const uint64_t inside = prefix_xor64(quoted) ^ carry->in_quote;
        cr &= ~inside;
        field_ends &= ~inside;
        const uint64_t opening = quoted & inside;
        const uint64_t closing = quoted & ~inside;
        const uint64_t starts = field_ends << 1 | carry->field_start;
        const uint64_t behind = closing << 1 | carry->after_quote;
        if (trim) {
            const uint64_t blanks = masks->blanks;
            // Adding a run's first bit to the run carries past its end.
            uint64_t carried;
            carry->field_start = __builtin_add_overflow(starts & blanks, blanks, &carried);
            const uint64_t content = (starts | carried) & ~blanks;
            const uint64_t waiting = behind | carry->after_blank;
            uint64_t settled;
            const uint64_t overflow = __builtin_add_overflow(waiting & blanks, blanks, &settled);
            settled = (settled | carry->after_blank) & ~blanks;
            bad = (opening & ~(content | behind)) | (behind & ~blanks & ~(field_ends | quoted) & valid) |
                  (settled & ~field_ends & valid);
            carry->after_blank = overflow;
            carry->field_start |= field_ends >> 63;
        } else {
            bad = (opening & ~(starts | behind)) | (behind & ~(field_ends | quoted) & valid);
            carry->field_start = field_ends >> 63;
        }
        pairs = opening & behind;
        quoted_ends = field_ends & behind;
        carry->after_quote = closing >> 63;
        carry->in_quote = (uint64_t)((int64_t)inside >> 63);
    } else {
        carry->field_start = field_ends >> 63;
    }
    if (crs) {
        field_ends &= ~(lf & (cr << 1 | carry->after_cr));
        carry->after_cr = cr >> 63;
        carry->any_cr |= cr;
    }
    size_t step = size;
    if (__builtin_expect(bad != 0, 0)) {
        step = (size_t)__builtin_ctzll(bad);
        const uint64_t before = (1ull << step) - 1;
        field_ends &= before;
        quoted_ends &= before;
        pairs &= before;
        line_ends &= before;
        high &= before;
    }
    output->lines += (uint64_t)__builtin_popcountll(line_ends);
    output->nonascii |= high;
    const size_t written = output->end_count;
    output->row_count +=
        KERNEL(note)(output->rows + output->row_count, field_ends & ~separators, field_ends, written + 1);
    if (quotes) {
        if (!trim) {
            output->quoted_count +=
                KERNEL(note)(output->quoted + output->quoted_count, quoted_ends, field_ends, written);
        }
        if (__builtin_expect(pairs != 0, 0)) {
            output->doubled_count +=
                KERNEL(note)(output->doubled + output->doubled_count, pairs, field_ends, written);
        }
    }
    output->end_count = written + emit64(output->ends + written, field_ends, (uint32_t)at);
    return step;
}

// Without `crs` it stops before the first block with a CR, and before what is less than a block.
KERNEL_INLINE int KERNEL(scan_blocks)(const uint8_t *bytes, size_t *position, size_t end,
                                      const tieout_scan_dialect *given, tieout_scan_state *state,
                                      tieout_scan_output *result, const int quotes, const int trim,
                                      const int crs) {
    // Copies, which the compiler can keep in registers.
    const tieout_scan_dialect dialect = *given;
    tieout_scan_output output = *result;
    KERNEL(carry) carry = {state->in_quote ? ~0ull : 0, state->field_start, state->after_quote,
                           state->after_blank, state->after_cr, state->after_any_cr, 0};
    const size_t room = output.capacity - TIEOUT_SCAN_ROOM;
    size_t at = *position;
    int irregular = 0;
    if (at >= end) return 0;
    while (end - at >= 64 && output.end_count <= room && output.doubled_count <= room && !irregular) {
        const KERNEL(masks) masks = KERNEL(look)(bytes + at, 64, &dialect, 0, quotes, trim);
        if (!crs && __builtin_expect(masks.cr != 0, 0)) break;
        // Most blocks lie outside of quotes; half of the work is about those.
        if (quotes && !trim && (masks.quoted | carry.in_quote | carry.after_quote) == 0) {
            at += KERNEL(settle)(&masks, at, 64, &carry, &output, 0, 0, crs);
            continue;
        }
        const size_t step = KERNEL(settle)(&masks, at, 64, &carry, &output, quotes, trim, crs);
        at += step;
        irregular = step < 64;
    }
    const size_t left = end - at;
    if (crs && left > 0 && left < 64 && !irregular && output.end_count <= room &&
        output.doubled_count <= room) {
        const KERNEL(masks) last = KERNEL(look)(bytes + at, left, &dialect, 1, quotes, trim);
        const size_t step = KERNEL(settle)(&last, at, left, &carry, &output, quotes, trim, crs);
        at += step;
        irregular = step < left;
    }
    *position = at;
    state->in_quote = carry.in_quote != 0;
    state->field_start = carry.field_start != 0;
    state->after_quote = carry.after_quote != 0;
    state->after_blank = carry.after_blank != 0;
    state->after_cr = carry.after_cr != 0;
    state->after_any_cr = carry.after_any_cr != 0;
    output.any_cr |= carry.any_cr != 0;
    *result = output;
    return irregular;
}

KERNEL_TARGET int KERNEL(scan)(const uint8_t *bytes, size_t *position, size_t end,
                               const tieout_scan_dialect *dialect, tieout_scan_state *state,
                               tieout_scan_output *output) {
    if (!dialect->has_quote) return KERNEL(scan_blocks)(bytes, position, end, dialect, state, output, 0, 0, 1);
    if (dialect->trim) return KERNEL(scan_blocks)(bytes, position, end, dialect, state, output, 1, 1, 1);
    // Most sources have no CR: until there is one, nothing is done about them.
    if ((state->after_cr | state->after_any_cr) == 0 &&
        KERNEL(scan_blocks)(bytes, position, end, dialect, state, output, 1, 0, 0))
        return 1;
    return KERNEL(scan_blocks)(bytes, position, end, dialect, state, output, 1, 0, 1);
}

#include "survey_kernel.h"
