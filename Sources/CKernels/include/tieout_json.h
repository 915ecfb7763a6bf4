// The reading of JSON Lines: one object a line into the places of its fields, strictly by RFC 8259.
//
// One algorithm (json_kernel.h) over two primitives, compiled once for each instruction set;
// tieout_json_rows picks the best for the machine at run time.
#ifndef TIEOUT_JSON_H
#define TIEOUT_JSON_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Bytes behind the end of a buffer that reading may touch (never judge).
#define TIEOUT_JSON_PADDING 64

/// Nested arrays and objects deeper than this are refused.
#define TIEOUT_JSON_DEPTH 1024

/// How a reading ended. Everything from TIEOUT_JSON_NOT_OBJECT on is a fault of one line.
enum {
    TIEOUT_JSON_DONE = 0,    // all lines are read
    TIEOUT_JSON_FULL = 1,    // no room for another record
    TIEOUT_JSON_UNKNOWN = 2, // a key that is no column, where told to stop at one
    TIEOUT_JSON_NOT_OBJECT = 3,
    TIEOUT_JSON_KEY = 4,       // no key where one must stand
    TIEOUT_JSON_COLON = 5,     // no colon behind a key
    TIEOUT_JSON_VALUE = 6,     // no value where one must stand
    TIEOUT_JSON_NUMBER = 7,    // a number that is written wrongly
    TIEOUT_JSON_STRING = 8,    // a string with a control character inside
    TIEOUT_JSON_ESCAPE = 9,    // a backslash with something unknown behind it
    TIEOUT_JSON_SURROGATE = 10, // half of a surrogate pair
    TIEOUT_JSON_COMMA = 11,    // neither a comma nor the end behind a value
    TIEOUT_JSON_TRAILING = 12, // something behind the object
    TIEOUT_JSON_UTF8 = 13,     // bytes that are no UTF-8
    TIEOUT_JSON_DEEP = 14,     // nested too deep
    TIEOUT_JSON_CUT = 15,      // the line ends inside the object
    TIEOUT_JSON_LONG = 16,     // the line has more bytes than allowed
};

/// The columns by their keys, and which key was last seen behind which: not to be shared by threads.
typedef struct tieout_json_keys tieout_json_keys;

/// Keys of `count` columns, unescaped, one behind the other; `ends` are their ends. Null without memory.
tieout_json_keys *tieout_json_keys_create(const uint8_t *bytes, const uint32_t *ends, size_t count);
void tieout_json_keys_free(tieout_json_keys *keys);

/// Where a reading puts what it finds.
typedef struct {
    uint32_t *starts;  // rows × columns: start of each field, from `bytes`; 0: the key is missing
    uint32_t *lengths; // likewise; 0 for null and missing
    uint32_t *offsets; // rows: start of each record
    size_t row_capacity;
    size_t rows;        // in use, before and after the call
    size_t blank_lines; // counted up
    size_t repeated;    // records in which a key occurs twice; the last one counts
    size_t strangers;   // records with a key that is no column; its value is passed over
    uint32_t *unknown;  // start and length of unknown keys as they are written, pairs
    size_t unknown_capacity, unknown_count; // in pairs; what finds no room is not listed
    int stops_at_unknown;
    size_t most_bytes; // in a line
} tieout_json_output;

typedef struct {
    int status;
    size_t line;  // start of the line at which the reading stopped, or the end
    size_t fault; // the byte that is wrong; the unknown key's quote
    size_t fault_end; // behind the unknown key's closing quote
} tieout_json_stop;

/// Reads the lines in bytes[position ..< end] to records. bytes[end - 1] must be an LF (or position be
/// end), TIEOUT_JSON_PADDING bytes behind `end` be readable, and `end` below 2^30.
///
/// Strings are unescaped in place and nested values stripped of blanks in place, once their record is
/// known to be right; of a faulty line nothing is changed.
tieout_json_stop tieout_json_rows(uint8_t *bytes, size_t position, size_t end, tieout_json_keys *keys,
                                  tieout_json_output *output);

/// The same on a given instruction set (tieout_scan.h), which tieout_isa_usable must have named usable.
tieout_json_stop tieout_json_rows_on(int isa, uint8_t *bytes, size_t position, size_t end,
                                     tieout_json_keys *keys, tieout_json_output *output);

/// Unescapes what stands between the quotes of a string that is known to be right; returns its length.
size_t tieout_json_unescape(const uint8_t *from, size_t count, uint8_t *to);

#if defined(__cplusplus)
}
#endif

#endif
