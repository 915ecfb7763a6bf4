// The structural scan of delimited text: where fields end, 64 bytes at a time.
//
// One algorithm (scan_kernel.h) over a few primitives, compiled once for each instruction set;
// tieout_scan and tieout_survey pick the best for the machine at run time.
#ifndef TIEOUT_SCAN_H
#define TIEOUT_SCAN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Bytes behind the end of a buffer that a scan may read (never judge).
#define TIEOUT_SCAN_PADDING 64

/// Room for entries that a scan wants for the next 64 bytes, or it stops.
#define TIEOUT_SCAN_ROOM 72

/// Instruction sets a kernel is built for.
enum {
    TIEOUT_ISA_SCALAR = 0,
    TIEOUT_ISA_AVX2 = 1,
    TIEOUT_ISA_NEON = 2,
    TIEOUT_ISA_AVX512 = 3,
    TIEOUT_ISA_VBMI2 = 4 // AVX-512 that compresses bytes, also in short vectors; with BMI2 and LZCNT
};

typedef struct {
    uint8_t delimiter;
    uint8_t quote;     // meaningful where has_quote
    uint8_t has_quote; // 0: no byte is a quote
    uint8_t trim;      // 1: spaces and tabs around fields and around their quotes do not count
} tieout_scan_dialect;

/// What a scan carries from one 64-byte block to the next.
typedef struct {
    uint8_t in_quote;    // inside a quoted field
    uint8_t field_start; // a field starts here (with trim: only blanks so far)
    uint8_t after_quote; // the previous byte closed a quote
    uint8_t after_blank; // trim: only blanks since a closing quote
    uint8_t after_cr;    // the previous byte is an unquoted CR
    uint8_t after_any_cr; // the previous byte is a CR, quoted or not
} tieout_scan_state;

/// Where a scan puts what it finds. Each array has room for `capacity` entries; of each the entries in use are
/// counted, before and after the call; lines and bits are added to those that are there.
typedef struct {
    uint32_t *ends;      // field ends: offsets of delimiters and line ends
    uint32_t *rows;      // for each line end, how many ends there are up to and with it
    uint32_t *quoted;    // numbers of the ends whose fields are quoted; none with trim
    uint32_t *doubled;   // for each doubled quote, the number of the end of its field
    size_t capacity;
    size_t end_count;
    size_t row_count;
    size_t quoted_count;
    size_t doubled_count;
    uint64_t lines;      // line ends, quoted or not: LF, CR and CRLF each count once
    uint64_t nonascii;   // not 0 if any byte is above 0x7F
    uint8_t any_cr;      // set if an unquoted CR was found
} tieout_scan_output;

/// Finds the ends of fields in bytes[*position ..< end]: unquoted delimiters, CRs and LFs (of a CRLF
/// only the CR), in order, as offsets from `bytes`; appends them to `output`.
///
/// Stops before `end` when less than TIEOUT_SCAN_ROOM is left, or at the first byte where a quote
/// stands as no regular writer puts it: then it returns 1, *position is that byte, and everything noted
/// lies before it and is right. Otherwise it returns 0. `end` must be below 2^31; TIEOUT_SCAN_PADDING
/// bytes behind `end` must be readable. Scanning may go on with the same state if it stopped for room.
int tieout_scan(const uint8_t *bytes, size_t *position, size_t end, const tieout_scan_dialect *dialect,
                tieout_scan_state *state, tieout_scan_output *output);

/// The same on a given instruction set, which tieout_isa_usable must have named usable.
int tieout_scan_on(int isa, const uint8_t *bytes, size_t *position, size_t end,
                   const tieout_scan_dialect *dialect, tieout_scan_state *state, tieout_scan_output *output);

typedef struct {
    uint64_t lines;    // line ends: LF, CR and CRLF each count once
    uint64_t quotes;   // not 0 if any byte is the quote
    uint64_t nonascii; // not 0 if any byte is above 0x7F
} tieout_survey_result;

/// Counts in bytes[0 ..< count]; an LF at the start belongs to a line end already counted if
/// `previous` is CR. TIEOUT_SCAN_PADDING bytes behind the end must be readable.
tieout_survey_result tieout_survey(const uint8_t *bytes, size_t count, uint8_t previous, uint8_t quote);

/// The same on a given instruction set.
tieout_survey_result tieout_survey_on(int isa, const uint8_t *bytes, size_t count, uint8_t previous,
                                      uint8_t quote);

/// 1 if this machine runs kernels of that instruction set.
int tieout_isa_usable(int isa);

/// Length of the longest prefix that is well-formed UTF-8 (Unicode 16, table 3-7).
size_t tieout_utf8_prefix(const uint8_t *bytes, size_t count);

/// The same on a given instruction set.
size_t tieout_utf8_prefix_on(int isa, const uint8_t *bytes, size_t count);

/// Takes the first `count` ends out of `output`, with the rows and all that was noted of their fields, and notes
/// of each field only once that it holds doubled quotes.
void tieout_scan_drop(tieout_scan_output *output, size_t count);

/// Leaves out, in place, the second of each two quotes that stand side by side; returns how many bytes
/// are left.
size_t tieout_halve_quotes(uint8_t *bytes, size_t count, uint8_t quote);

#if defined(__cplusplus)
}
#endif

#endif
