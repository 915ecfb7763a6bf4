// The scan, written once. The including file has defined
//   KERNEL(name)              the name's form for this instruction set
//   KERNEL_TARGET             the function attribute that allows its instructions
//   block64, load64(p)        64 bytes
//   equal64(b, byte)          a bit for each byte equal to `byte`, the first byte lowest
//   high64(b)                 a bit for each byte above 0x7F
//   prefix_xor64(bits)        bit i is the parity of bits 0 … i
//   emit64(out, bits, base, flag)   the places of the set bits, written to `out`; may write 8 more
//
// Quotes: with the parity of quotes up to each byte (inclusive), a quote at odd parity opens or
// continues a quoted field and one at even parity closes it. That reading is libcsv's as long as
// every opening quote stands at a field's start or directly behind a closing one (a doubled quote),
// and every closing one before a field end or another quote. The scan checks just that and stops
// where it does not hold.
#include "tieout_scan.h"

#define KERNEL_INLINE KERNEL_TARGET static inline __attribute__((always_inline))

// Notes the line ends among `field_ends`, of which `before` came earlier. Two are written without
// asking whether there are any, as in emit64: a block seldom holds more.
KERNEL_INLINE size_t KERNEL(note_rows)(uint32_t *rows, uint64_t line_ends, uint64_t field_ends, size_t before) {
    const size_t count = (size_t)__builtin_popcountll(line_ends);
    for (size_t done = 0; done == 0 || done < count; done += 2) {
        for (size_t i = 0; i < 2; i++) {
            const uint64_t upto = line_ends ^ (line_ends - 1);
            rows[done + i] = (uint32_t)(before + (size_t)__builtin_popcountll(field_ends & upto));
            line_ends &= line_ends - 1;
        }
    }
    return count;
}

KERNEL_INLINE int KERNEL(scan_blocks)(const uint8_t *bytes, size_t *position, size_t end,
                                      const tieout_scan_dialect *dialect, tieout_scan_state *state,
                                      tieout_scan_output *output, const int quotes, const int trim) {
    uint32_t *const ends = output->ends;
    uint32_t *const rows = output->rows;
    const size_t capacity = output->capacity;
    const uint8_t delimiter = dialect->delimiter;
    const uint8_t quote = dialect->quote;
    size_t at = *position;
    size_t written = output->end_count;
    size_t lines = output->row_count;
    uint64_t in_quote = state->in_quote ? ~0ull : 0;
    uint64_t field_start = state->field_start;
    uint64_t after_quote = state->after_quote;
    uint64_t after_blank = state->after_blank;
    uint64_t after_cr = state->after_cr;
    uint64_t doubled = state->doubled;
    int irregular = 0;

    while (at < end && capacity - written >= 72 && !irregular) {
        const size_t left = end - at;
        const uint64_t valid = left >= 64 ? ~0ull : (1ull << left) - 1;
        const block64 block = load64(bytes + at);
        const uint64_t separators = equal64(block, delimiter) & valid;
        const uint64_t lf = equal64(block, '\n') & valid;
        uint64_t cr = equal64(block, '\r') & valid;
        uint64_t field_ends = separators | lf | cr;
        uint32_t flag = 0;
        uint64_t bad = 0;

        if (quotes) {
            const uint64_t quoted = equal64(block, quote) & valid;
            const uint64_t inside = prefix_xor64(quoted) ^ in_quote;
            cr &= ~inside;
            field_ends &= ~inside;
            const uint64_t opening = quoted & inside;
            const uint64_t closing = quoted & ~inside;
            const uint64_t starts = field_ends << 1 | field_start;
            const uint64_t behind = closing << 1 | after_quote;
            if (trim) {
                const uint64_t blanks =
                    (equal64(block, ' ') | equal64(block, '\t')) & ~separators & valid;
                // Adding a run's first bit to the run carries past its end.
                uint64_t carried;
                field_start = __builtin_add_overflow(starts & blanks, blanks, &carried);
                const uint64_t content = (starts | carried) & ~blanks;
                const uint64_t waiting = behind | after_blank;
                uint64_t settled;
                uint64_t overflow = __builtin_add_overflow(waiting & blanks, blanks, &settled);
                settled = (settled | after_blank) & ~blanks;
                bad = (opening & ~(content | behind)) | (behind & ~blanks & ~(field_ends | quoted) & valid) |
                      (settled & ~field_ends & valid);
                after_blank = overflow;
                field_start |= field_ends >> 63;
            } else {
                bad = (opening & ~(starts | behind)) | (behind & ~(field_ends | quoted) & valid);
                field_start = field_ends >> 63;
            }
            const uint64_t pairs = opening & behind;
            doubled |= pairs != 0;
            flag = doubled ? TIEOUT_SCAN_DOUBLED : 0;
            doubled = pairs != 0 || (doubled && field_ends == 0);
            after_quote = closing >> 63;
            in_quote = (uint64_t)((int64_t)inside >> 63);
        }
        field_ends &= ~(lf & (cr << 1 | after_cr));
        after_cr = cr >> 63;
        size_t step = 64;
        if (__builtin_expect(bad != 0, 0)) {
            step = (size_t)__builtin_ctzll(bad);
            field_ends &= (1ull << step) - 1;
            irregular = 1;
        }
        lines += KERNEL(note_rows)(rows + lines, field_ends & ~separators, field_ends, written);
        written += emit64(ends + written, field_ends, (uint32_t)at, flag);
        at += step;
    }
    *position = at < end ? at : end;
    state->in_quote = in_quote != 0;
    state->field_start = field_start != 0;
    state->after_quote = after_quote != 0;
    state->after_blank = after_blank != 0;
    state->after_cr = after_cr != 0;
    state->doubled = doubled != 0;
    output->end_count = written;
    output->row_count = lines;
    return irregular;
}

KERNEL_TARGET int KERNEL(scan)(const uint8_t *bytes, size_t *position, size_t end,
                               const tieout_scan_dialect *dialect, tieout_scan_state *state,
                               tieout_scan_output *output) {
    if (!dialect->has_quote) return KERNEL(scan_blocks)(bytes, position, end, dialect, state, output, 0, 0);
    if (dialect->trim) return KERNEL(scan_blocks)(bytes, position, end, dialect, state, output, 1, 1);
    return KERNEL(scan_blocks)(bytes, position, end, dialect, state, output, 1, 0);
}

KERNEL_TARGET tieout_survey_result KERNEL(survey)(const uint8_t *bytes, size_t count, uint8_t previous,
                                                  uint8_t quote) {
    tieout_survey_result result = {0, 0, 0};
    uint64_t after_cr = previous == '\r';
    for (size_t at = 0; at < count; at += 64) {
        const size_t left = count - at;
        const uint64_t valid = left >= 64 ? ~0ull : (1ull << left) - 1;
        const block64 block = load64(bytes + at);
        const uint64_t lf = equal64(block, '\n') & valid;
        const uint64_t cr = equal64(block, '\r') & valid;
        result.lines += (uint64_t)__builtin_popcountll(cr);
        result.lines += (uint64_t)__builtin_popcountll(lf & ~(cr << 1 | after_cr));
        result.quotes += (uint64_t)__builtin_popcountll(equal64(block, quote) & valid);
        result.nonascii |= high64(block) & valid;
        after_cr = cr >> 63;
    }
    return result;
}
