// One line after the other. Every byte looked at lies before the LF that ends the buffer: strings,
// numbers and blanks all stop at one, so that no place needs to be compared with the end.
//
// The including file defines KERNEL, KERNEL_TARGET, PRIMITIVE and
//   plain_run(bytes, &high): how many of the next PLAIN_STEP bytes stand before the first quote,
//       backslash or control character; `high` becomes not 0 if one of those is above 0x7F
//   same_text(text, key, count): count bytes are equal; PLAIN_STEP more may be read on either side
#include "json_keys.h"
#include "json_values.h"
#include "tieout_scan.h"

/// Takes the blanks outside of strings out of a nested value; returns its length.
KERNEL_TARGET static uint32_t KERNEL(strip)(uint8_t *text, uint32_t count) {
    uint32_t written = 0;
    int in_string = 0;
    for (uint32_t read = 0; read < count; read++) {
        const uint8_t byte = text[read];
        if (!in_string && is_blank(byte)) continue;
        text[written++] = byte;
        if (byte == '"') in_string = !in_string;
        // A quote behind a backslash ends no string.
        if (byte == '\\') text[written++] = text[++read];
    }
    return written;
}

/// Does what the marks of a record's fields ask for.
KERNEL_TARGET static void KERNEL(finish)(uint8_t *bytes, const uint32_t *starts, uint32_t *lengths, size_t columns) {
    for (size_t column = 0; column < columns; column++) {
        const uint32_t length = lengths[column];
        uint8_t *text = bytes + starts[column];
        if (length & ESCAPED) lengths[column] = (uint32_t)tieout_json_unescape(text, length & LENGTH, text);
        if (length & SPACED) lengths[column] = KERNEL(strip)(text, length & LENGTH);
    }
}

KERNEL_TARGET tieout_json_stop KERNEL(json_rows)(uint8_t *bytes, size_t position, size_t end,
                                                 tieout_json_keys *keys, tieout_json_output *output) {
    const size_t columns = keys->count;
    tieout_json_stop stop = {TIEOUT_JSON_DONE, position, 0, 0};
    while (position < end) {
        stop.line = position;
        size_t at = skip_blanks(bytes, position);
        if (bytes[at] == '\n') {
            output->blank_lines++;
            position = at + 1;
            continue;
        }
        stop.fault = at;
        if (output->rows == output->row_capacity) {
            stop.status = TIEOUT_JSON_FULL;
            return stop;
        }
        if (bytes[at] != '{') {
            stop.status = TIEOUT_JSON_NOT_OBJECT;
            return stop;
        }
        const size_t record = at;
        uint32_t *starts = output->starts + output->rows * columns;
        uint32_t *lengths = output->lengths + output->rows * columns;
        size_t filled = 0;       // columns before this one have been decided
        size_t previous = columns; // the column last seen; at the start, none
        uint32_t high = 0, marks = 0;
        int is_repeated = 0, is_strange = 0;

        at = skip_blanks(bytes, at + 1);
        int is_open = bytes[at] != '}';
        while (is_open) {
            // The key.
            stop.fault = at;
            tieout_json_key *before = &keys->keys[previous];
            size_t column = before->next;
            const tieout_json_key *expected = &keys->keys[column];
            if (__builtin_expect(expected->plain && same_text(bytes + at, expected->quoted, expected->plain), 1)) {
                at += expected->plain;
            } else {
                if (bytes[at] != '"') {
                    stop.status = bytes[at] == '\n' ? TIEOUT_JSON_CUT : TIEOUT_JSON_KEY;
                    return stop;
                }
                const passed key = KERNEL(pass_string)(bytes, at + 1, &high);
                if (key.status) {
                    stop.status = key.status;
                    stop.fault = key.at;
                    return stop;
                }
                const size_t length = key.at - at - 2;
                column = key.mark ? tieout_json_find_escaped(keys, bytes + at + 1, length)
                                  : tieout_json_find(keys, bytes + at + 1, length);
                if (column < columns) {
                    before->next = (uint32_t)column;
                } else {
                    is_strange = 1;
                    if (output->stops_at_unknown) {
                        stop.status = TIEOUT_JSON_UNKNOWN;
                        stop.fault_end = key.at;
                        return stop;
                    }
                    if (output->unknown_count < output->unknown_capacity) {
                        output->unknown[2 * output->unknown_count] = (uint32_t)(at + 1);
                        output->unknown[2 * output->unknown_count + 1] = (uint32_t)length;
                        output->unknown_count++;
                    }
                }
                at = key.at;
            }
            if (bytes[at] != ':') at = skip_blanks(bytes, at);
            if (bytes[at] != ':') {
                stop.status = bytes[at] == '\n' ? TIEOUT_JSON_CUT : TIEOUT_JSON_COLON;
                stop.fault = at;
                return stop;
            }
            at++;
            if (bytes[at] <= ' ') at = skip_blanks(bytes, at);

            // The value.
            const uint8_t byte = bytes[at];
            size_t start = at, length;
            passed value;
            if (byte == '"') {
                start = at + 1;
                value = KERNEL(pass_string)(bytes, start, &high);
                length = value.at - 1 - start;
            } else if (byte == '-' || is_digit(byte)) {
                value = pass_number(bytes, at);
                length = value.at - at;
            } else if (byte == '{' || byte == '[') {
                value = KERNEL(pass_nested)(bytes, at, &high);
                length = value.at - at;
            } else {
                value = pass_word(bytes, at);
                length = byte == 'n' ? 0 : value.at - at;
                if (byte == '\n') value.status = TIEOUT_JSON_CUT;
            }
            if (value.status) {
                stop.status = value.status;
                stop.fault = value.at;
                return stop;
            }
            at = value.at;
            if (column < columns) {
                if (column >= filled) {
                    for (; filled < column; filled++) starts[filled] = lengths[filled] = 0;
                    filled++;
                } else if (starts[column]) {
                    is_repeated = 1;
                }
                starts[column] = (uint32_t)start;
                lengths[column] = (uint32_t)length | value.mark;
                marks |= value.mark;
                previous = column;
            }

            // What follows.
            if (bytes[at] <= ' ') at = skip_blanks(bytes, at);
            if (bytes[at] == ',') {
                at++;
                if (bytes[at] <= ' ') at = skip_blanks(bytes, at);
            } else if (bytes[at] == '}') {
                is_open = 0;
            } else {
                stop.status = bytes[at] == '\n' ? TIEOUT_JSON_CUT : TIEOUT_JSON_COMMA;
                stop.fault = at;
                return stop;
            }
        }
        at++;
        if (bytes[at] != '\n') at = skip_blanks(bytes, at);
        if (bytes[at] != '\n') {
            stop.status = TIEOUT_JSON_TRAILING;
            stop.fault = at;
            return stop;
        }
        if (high) {
            const size_t valid = tieout_utf8_prefix(bytes + record, at - record);
            if (valid != at - record) {
                stop.status = TIEOUT_JSON_UTF8;
                stop.fault = record + valid;
                return stop;
            }
        }
        if (at - position > output->most_bytes) {
            stop.status = TIEOUT_JSON_LONG;
            stop.fault = at;
            return stop;
        }
        for (; filled < columns; filled++) starts[filled] = lengths[filled] = 0;
        if (marks) KERNEL(finish)(bytes, starts, lengths, columns);
        output->offsets[output->rows++] = (uint32_t)record;
        output->repeated += (size_t)is_repeated;
        output->strangers += (size_t)is_strange;
        position = at + 1;
    }
    stop.line = position;
    return stop;
}
