// The scalar road: any length, any character. It is the oracle of the vector kernels and the road
// of pairs that are not ASCII, or too long for lanes.
//
// Characters of a pair are renamed to small numbers, so that the match masks of the pattern are one
// dense table: `masks[name * words + w]`.

#include "text_internal.h"

uint32_t text_decode(const uint8_t *bytes, uint32_t length, uint32_t *taken) {
    uint32_t first = bytes[0];
    *taken = 1;
    if (first < 0x80) return first;
    uint32_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    uint32_t character = first & (0x7fu >> size);
    bool good = first >= 0xc2 && first <= 0xf4 && size <= length;
    for (uint32_t i = 1; good && i < size; i++) {
        good = (bytes[i] & 0xc0) == 0x80;
        character = character << 6 | (bytes[i] & 0x3f);
    }
    if (good && size == 3) good = character >= 0x800 && (character < 0xd800 || character > 0xdfff);
    if (good && size == 4) good = character >= 0x10000 && character <= 0x10ffff;
    // A malformed byte is a character of its own, beyond Unicode.
    if (!good) return 0x110000 + first;
    *taken = size;
    return character;
}

uint32_t text_character_count(const uint8_t *bytes, uint32_t length) {
    uint32_t count = 0, taken;
    for (uint32_t i = 0; i < length; i += taken, count++) text_decode(bytes + i, length - i, &taken);
    return count;
}

static uint32_t decode_all(const uint8_t *bytes, uint32_t length, uint32_t *characters) {
    uint32_t count = 0, taken;
    for (uint32_t i = 0; i < length; i += taken)
        characters[count++] = text_decode(bytes + i, length - i, &taken);
    return count;
}

// Names the characters of the pattern 1, 2, …; those only in the text 0. Returns the names in use.
static uint32_t rename_characters(
    uint32_t *pattern, uint32_t m, uint32_t *text, uint32_t n, text_block *block) {
    uint32_t bits = 5;
    while ((1u << bits) < 2 * m) bits++;
    uint32_t size = 1u << bits, names = 1;
    uint32_t *keys = text_room(block, 2 * sizeof(uint32_t) * size), *values = keys + size;
    memset(values, 0, sizeof(uint32_t) * size);
    for (uint32_t i = 0; i < m + n; i++) {
        uint32_t *character = i < m ? &pattern[i] : &text[i - m];
        uint32_t place = (*character * 0x9e3779b1u) >> (32 - bits);
        while (values[place] != 0 && keys[place] != *character) place = (place + 1) & (size - 1);
        if (values[place] == 0 && i < m) {
            keys[place] = *character;
            values[place] = names++;
        }
        *character = values[place];
    }
    return names;
}

typedef struct problem {
    const uint32_t *pattern, *text;
    uint32_t m, n, words;
    const uint64_t *masks;  // of the pattern
    uint64_t *flags;        // room for 4 × words + n/64 + 1
} problem;

// Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", the
// pattern cut into words of 64 rows as in Myers 1999. VP and VN hold the vertical differences of a
// column, HP and HN the horizontal ones.
static uint32_t edit_distance(const problem *p, bool transpositions) {
    uint32_t words = p->words;
    if (words == 0) return p->n;
    uint64_t *vp = p->flags, *vn = vp + words, *d0_before = vn + words, *mask_before = d0_before + words;
    for (uint32_t w = 0; w < words; w++) vp[w] = ~0ull, vn[w] = 0, d0_before[w] = 0, mask_before[w] = 0;
    uint32_t distance = p->m;
    uint64_t last = 1ull << ((p->m - 1) % 64);
    for (uint32_t j = 0; j < p->n; j++) {
        uint64_t hp_carry = 1, hn_carry = 0, swap_carry = 0;
        const uint64_t *masks = p->masks + (size_t)p->text[j] * words;
        for (uint32_t w = 0; w < words; w++) {
            uint64_t mask = masks[w], x = mask | hn_carry;
            uint64_t d0 = (((x & vp[w]) + vp[w]) ^ vp[w]) | x | vn[w];
            if (transpositions) {
                uint64_t open = ~d0_before[w] & mask;
                d0 |= ((open << 1) | swap_carry) & mask_before[w];
                swap_carry = open >> 63;
                d0_before[w] = d0;
                mask_before[w] = mask;
            }
            uint64_t hp = vn[w] | ~(d0 | vp[w]), hn = d0 & vp[w];
            if (w == words - 1) distance += ((hp & last) != 0) - ((hn & last) != 0);
            uint64_t hp_shifted = hp << 1 | hp_carry, hn_shifted = hn << 1 | hn_carry;
            hp_carry = hp >> 63;
            hn_carry = hn >> 63;
            vp[w] = hn_shifted | ~(d0 | hp_shifted);
            vn[w] = hp_shifted & d0;
        }
    }
    return distance;
}

// Longest common subsequence; Hyyrö 2004, "Bit-parallel LCS-length computation revisited". Zero
// bits of S are the rows at which the length grows.
static uint32_t common_subsequence(const problem *p) {
    uint64_t *s = p->flags;
    for (uint32_t w = 0; w < p->words; w++) s[w] = ~0ull;
    for (uint32_t j = 0; j < p->n; j++) {
        const uint64_t *masks = p->masks + (size_t)p->text[j] * p->words;
        uint64_t carry = 0;
        for (uint32_t w = 0; w < p->words; w++) {
            uint64_t u = s[w] & masks[w], sum = s[w] + u, with_carry = sum + carry;
            carry = (sum < u) | (with_carry < sum);
            s[w] = with_carry | (s[w] - u);
        }
    }
    uint32_t length = 0;
    for (uint32_t w = 0; w < p->words; w++) length += (uint32_t)__builtin_popcountll(~s[w]);
    return length;
}

// Jaro's matches: each character of the text, in order, takes the first free equal character of the
// pattern inside the window. Then the matched characters of both are read in order and compared.
static uint32_t jaro_counts(const problem *p) {
    uint32_t m = p->m, n = p->n, words = p->words;
    uint32_t window = (m > n ? m : n) / 2;
    if (window > 0) window--;
    uint64_t *taken = p->flags, *matched = taken + words;
    memset(taken, 0, sizeof(uint64_t) * (words + n / 64 + 1));
    uint32_t matches = 0, misplaced = 0;
    for (uint32_t j = 0; j < n; j++) {
        uint32_t low = j > window ? j - window : 0, end = j + window + 1 < m ? j + window + 1 : m;
        if (low >= m) break;
        const uint64_t *masks = p->masks + (size_t)p->text[j] * words;
        for (uint32_t w = low / 64; w <= (end - 1) / 64; w++) {
            uint64_t free = masks[w] & ~taken[w];
            if (w == low / 64) free &= ~0ull << (low % 64);
            if (w == (end - 1) / 64) free &= ~0ull >> (63 - (end - 1) % 64);
            if (free != 0) {
                taken[w] |= free & -free;
                matched[j / 64] |= 1ull << (j % 64);
                matches++;
                break;
            }
        }
    }
    uint32_t w = 0;
    uint64_t rest = words > 0 ? taken[0] : 0;
    for (uint32_t j = 0, seen = 0; seen < matches; j++) {
        if ((matched[j / 64] >> (j % 64) & 1) == 0) continue;
        while (rest == 0) rest = taken[++w];
        misplaced += p->pattern[w * 64 + (uint32_t)__builtin_ctzll(rest)] != p->text[j];
        rest &= rest - 1;
        seen++;
    }
    return matches | misplaced << 16;
}

uint32_t text_scalar_count(
    text_count kind, const uint8_t *a, uint32_t a_length, const uint8_t *b, uint32_t b_length,
    uint32_t *a_characters, uint32_t *b_characters, tieout_text_scratch *scratch) {
    uint32_t *pattern = text_room(&scratch->characters_a, sizeof(uint32_t) * ((size_t)a_length + 1));
    uint32_t *text = text_room(&scratch->characters_b, sizeof(uint32_t) * ((size_t)b_length + 1));
    uint32_t m = decode_all(a, a_length, pattern), n = decode_all(b, b_length, text), names = 0x80;
    *a_characters = m;
    *b_characters = n;
    // As many characters as bytes: all ASCII (or malformed).
    if (m != a_length || n != b_length || !text_is_ascii(a, a_length) || !text_is_ascii(b, b_length))
        names = rename_characters(pattern, m, text, n, &scratch->map);

    uint32_t words = (m + 63) / 64;
    size_t size = sizeof(uint64_t) * names * words;
    bool fresh = scratch->masks.capacity < size || scratch->masks.bytes == NULL;
    uint64_t *masks = text_room(&scratch->masks, size);
    if (fresh) memset(masks, 0, scratch->masks.capacity);
    for (uint32_t i = 0; i < m; i++) masks[(size_t)pattern[i] * words + i / 64] |= 1ull << (i % 64);
    uint64_t *flags = text_room(&scratch->flags, sizeof(uint64_t) * (4 * (size_t)words + n / 64 + 2));
    problem p = {pattern, text, m, n, words, masks, flags};
    uint32_t count = kind == TEXT_JARO  ? jaro_counts(&p)
                     : kind == TEXT_LCS ? common_subsequence(&p)
                                        : edit_distance(&p, kind == TEXT_OSA);
    // Leaves the table as it was found: all zero.
    for (uint32_t i = 0; i < m; i++) masks[(size_t)pattern[i] * words + i / 64] = 0;
    return count;
}
