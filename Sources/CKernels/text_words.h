// Values as sorted words.
#ifndef TIEOUT_TEXT_WORDS_H
#define TIEOUT_TEXT_WORDS_H

#include "text_internal.h"

// Bytes that may be read or written past the end of words and joined values.
enum { TEXT_SLACK = 32 };

// One word of a value.
typedef struct text_word {
    uint64_t key;  // its first 8 bytes, big-endian, zeros after the end
    const uint8_t *bytes;
    uint32_t length;
} text_word;

// The words of a value in byte order (which for UTF-8 is the order of code points).
typedef struct text_word_list {
    text_word *words;
    uint32_t count;
    uint32_t length;  // of the value: the joined words take no more
    bool is_ascii;
} text_word_list;

// Bytes of memory needed for the words of a value of `length` bytes, a multiple of 8.
size_t text_words_size(uint32_t length);

// Splits at spaces and sorts. The words live in `memory`.
text_word_list text_split(const uint8_t *bytes, uint32_t length, void *memory);

// Drops repeated words.
void text_make_unique(text_word_list *list);

// Negative, zero or positive as `a` stands before, with or after `b`.
static inline int text_compare_words(const text_word *a, const text_word *b) {
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    uint32_t least = a->length < b->length ? a->length : b->length;
    int order = least > 8 ? memcmp(a->bytes + 8, b->bytes + 8, least - 8) : 0;
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

// Appends a word, after a space unless it is the first of `start`; returns the new end.
static inline uint8_t *text_append(const uint8_t *start, uint8_t *end, const text_word *word) {
    if (end != start) *end++ = ' ';
    for (uint32_t i = 0; i < word->length; i += 16) memcpy(end + i, word->bytes + i, 16);
    return end + word->length;
}

// Most words of a value that instruction sets split and sort by themselves, the most bytes of a word
// and of the value, and the bytes of it that they take at a time.
enum { TEXT_FEW_WORDS = 16, TEXT_FEW_WORD_LENGTH = 31, TEXT_FEW_LENGTH = 256, TEXT_BLOCK = 64 };

// The words of an ASCII value of this size, no two of which start with the same 8 bytes.
typedef struct text_few_words {
    uint64_t keys[TEXT_FEW_WORDS + 4];       // sorted; then at least one that no word has
    uint32_t edges[2 * TEXT_FEW_WORDS + 16];  // where the words start and end in the copy
    uint8_t order[TEXT_FEW_WORDS + 4];       // the words as they stand in the copy, sorted
    uint32_t count;
    uint8_t copy[TEXT_FEW_LENGTH + TEXT_BLOCK + TEXT_SLACK];  // each word is followed by a space
} text_few_words;

// What two values share by words. The words of one value only are joined, as a pair to be counted.
typedef struct text_overlap {
    uint32_t shared;  // characters of the shared words, joined
    bool is_settled;  // the result is known without counting
    float result;
} text_overlap;

// Bytes that may be needed to join the words of two values, slack included.
static inline size_t text_joined_size(uint32_t a_length, uint32_t b_length) {
    return (size_t)a_length + b_length + 2 + 4 * TEXT_SLACK;
}

// Joins the sorted words of a value at `end` and moves it. The words live in `block` meanwhile.
tieout_text_value text_join_sorted(const tieout_text_value *value, uint8_t **end, text_block *block);

// Joins at `end` what is in one value only, and moves it.
text_overlap text_share(
    const text_word_list *a, const text_word_list *b, uint8_t **end, tieout_text_pair *derived);

// The same for two values.
text_overlap text_share_pair(
    const tieout_text_pair *pair, uint8_t **end, tieout_text_pair *derived, tieout_text_scratch *scratch);

// The overlap of values with so many words, of which so many are shared. Settled pairs have nothing
// left to be counted.
static inline text_overlap text_overlap_of(
    uint32_t a_count, uint32_t b_count, uint32_t shared_count, uint32_t shared_characters,
    tieout_text_pair *derived) {
    text_overlap found = {.shared = shared_count > 0 ? shared_characters + shared_count - 1 : 0};
    found.is_settled = a_count == 0 || b_count == 0
                       || (shared_count > 0 && (shared_count == a_count || shared_count == b_count));
    found.result = a_count > 0 && b_count > 0;
    if (found.is_settled) derived->a_length = derived->b_length = 0;
    return found;
}

#endif
