// Values as sorted words.
#ifndef TIEOUT_TEXT_WORDS_H
#define TIEOUT_TEXT_WORDS_H

#include "text_internal.h"

// Bytes that may be read or written past the end of words and joined values.
enum { TEXT_SLACK = 16 };

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

#endif
