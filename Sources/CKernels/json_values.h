// Passes over the values of JSON, one kind after the other, judging them by RFC 8259. Part of json_kernel.h,
// which says what must be defined.

/// What a record's fields need done once it is known to be right: the upper bits of a length.
#define ESCAPED 0x80000000u
#define SPACED 0x40000000u
#define LENGTH 0x3FFFFFFFu

typedef struct {
    size_t at;     // behind what was read; or the fault
    uint32_t mark; // ESCAPED, SPACED
    int status;    // 0, or the fault
} passed;

PRIMITIVE int is_blank(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r'; }

PRIMITIVE size_t skip_blanks(const uint8_t *bytes, size_t at) {
    while (is_blank(bytes[at])) at++;
    return at;
}

PRIMITIVE int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

PRIMITIVE int is_hex(uint8_t byte) { return is_digit(byte) || (uint8_t)((byte | 0x20) - 'a') < 6; }

PRIMITIVE int are_hex(const uint8_t *four) {
    return is_hex(four[0]) && is_hex(four[1]) && is_hex(four[2]) && is_hex(four[3]);
}

/// Judges the escape at bytes[at]; returns its length, or 0 with the fault in *status.
KERNEL_TARGET static size_t KERNEL(escape)(const uint8_t *bytes, size_t at, int *status) {
    switch (bytes[at + 1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
    case 'u': break;
    default: *status = bytes[at + 1] == '\n' ? TIEOUT_JSON_CUT : TIEOUT_JSON_ESCAPE; return 0;
    }
    if (!are_hex(bytes + at + 2)) {
        *status = TIEOUT_JSON_ESCAPE;
        return 0;
    }
    const uint8_t first = bytes[at + 2] | 0x20, second = bytes[at + 3] | 0x20;
    if (first != 'd' || second < '8' || (second > '9' && second < 'a')) {
        return 6;
    }
    const uint8_t *low = bytes + at + 6;
    const uint8_t third = low[0] == '\\' && low[1] == 'u' ? low[3] | 0x20 : 0;
    if (second > 'b' || third < 'c' || third > 'f' || (low[2] | 0x20) != 'd' || !are_hex(low + 2)) {
        *status = TIEOUT_JSON_SURROGATE;
        return 0;
    }
    return 12;
}

/// Passes a string whose first byte behind the quote is bytes[at]; ends behind its closing quote.
KERNEL_TARGET static inline passed KERNEL(pass_string)(const uint8_t *bytes, size_t at, uint32_t *high) {
    passed result = {at, 0, 0};
    for (;;) {
        unsigned run;
        do {
            run = plain_run(bytes + at, high);
            at += run;
        } while (run == PLAIN_STEP);
        if (__builtin_expect(bytes[at] == '"', 1)) {
            result.at = at + 1;
            return result;
        }
        result.at = at;
        if (bytes[at] != '\\') {
            result.status = bytes[at] == '\n' ? TIEOUT_JSON_CUT : TIEOUT_JSON_STRING;
            return result;
        }
        const size_t length = KERNEL(escape)(bytes, at, &result.status);
        if (length == 0) return result;
        result.mark = ESCAPED;
        at += length;
    }
}

/// Passes a number that begins at bytes[at].
PRIMITIVE passed pass_number(const uint8_t *bytes, size_t at) {
    passed result = {at, 0, TIEOUT_JSON_NUMBER};
    if (bytes[at] == '-') at++;
    if (bytes[at] == '0') {
        at++;
    } else {
        if (!is_digit(bytes[at])) return result;
        do at++;
        while (is_digit(bytes[at]));
    }
    if (bytes[at] == '.') {
        at++;
        if (!is_digit(bytes[at])) return result;
        do at++;
        while (is_digit(bytes[at]));
    }
    if ((bytes[at] | 0x20) == 'e') {
        at++;
        if (bytes[at] == '+' || bytes[at] == '-') at++;
        if (!is_digit(bytes[at])) return result;
        do at++;
        while (is_digit(bytes[at]));
    }
    const uint8_t behind = bytes[at];
    if (behind != ',' && behind != '}' && behind != ']' && behind != '\n' && !is_blank(behind)) return result;
    result.at = at;
    result.status = 0;
    return result;
}

PRIMITIVE int is_word(const uint8_t *bytes, const char *word, size_t count) {
    return memcmp(bytes, word, count) == 0;
}

/// Passes true, false or null; anything else is a fault.
PRIMITIVE passed pass_word(const uint8_t *bytes, size_t at) {
    size_t count = 0;
    if (is_word(bytes + at, "true", 4) || is_word(bytes + at, "null", 4)) count = 4;
    if (is_word(bytes + at, "false", 5)) count = 5;
    const passed result = {at + count, 0, count ? 0 : TIEOUT_JSON_VALUE};
    return result;
}

/// Passes an array or object that begins at bytes[at]: an object's bit is 1 on the stack.
KERNEL_TARGET static passed KERNEL(pass_nested)(const uint8_t *bytes, size_t at, uint32_t *high) {
    uint64_t stack[TIEOUT_JSON_DEPTH / 64];
    size_t depth = 0;
    passed result = {at, 0, 0};
    enum { VALUE, KEY, BEHIND } next = VALUE;
    int may_close = 0;
    for (;;) {
        const size_t solid = skip_blanks(bytes, at);
        if (solid != at) result.mark = SPACED;
        at = solid;
        result.at = at;
        const uint8_t byte = bytes[at];
        const int is_object = depth && stack[(depth - 1) / 64] >> ((depth - 1) % 64) & 1;
        if (byte == (is_object ? '}' : ']') && depth && (next == BEHIND || may_close)) {
            at++;
            result.at = at;
            if (--depth == 0) return result;
            next = BEHIND;
            may_close = 0;
            continue;
        }
        may_close = 0;
        if (byte == '\n') {
            result.status = TIEOUT_JSON_CUT;
            return result;
        }
        if (next == BEHIND) {
            if (byte != ',') {
                result.status = TIEOUT_JSON_COMMA;
                return result;
            }
            at++;
            next = is_object ? KEY : VALUE;
            continue;
        }
        passed inner = {at, 0, 0};
        if (next == KEY) {
            inner.status = TIEOUT_JSON_KEY;
            if (byte == '"') inner = KERNEL(pass_string)(bytes, at + 1, high);
            if (!inner.status) {
                const size_t colon = skip_blanks(bytes, inner.at);
                if (colon != inner.at) result.mark = SPACED;
                inner.at = colon;
                if (bytes[colon] != ':')
                    inner.status = bytes[colon] == '\n' ? TIEOUT_JSON_CUT : TIEOUT_JSON_COLON;
            }
            if (inner.status) {
                result.at = inner.at;
                result.status = inner.status;
                return result;
            }
            at = inner.at + 1;
            next = VALUE;
            continue;
        }
        if (byte == '{' || byte == '[') {
            if (depth == TIEOUT_JSON_DEPTH) {
                result.status = TIEOUT_JSON_DEEP;
                return result;
            }
            const uint64_t bit = 1ull << (depth % 64);
            if (depth % 64 == 0) stack[depth / 64] = 0;
            stack[depth / 64] = (stack[depth / 64] & ~bit) | (byte == '{' ? bit : 0);
            depth++;
            at++;
            next = byte == '{' ? KEY : VALUE;
            may_close = 1;
            continue;
        }
        if (byte == '"') {
            inner = KERNEL(pass_string)(bytes, at + 1, high);
        } else if (byte == '-' || is_digit(byte)) {
            inner = pass_number(bytes, at);
        } else {
            inner = pass_word(bytes, at);
        }
        if (inner.status) {
            result.at = inner.at;
            result.status = inner.status;
            return result;
        }
        at = inner.at;
        next = BEHIND;
    }
}
