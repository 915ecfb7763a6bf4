// Splitting values into sorted words.

#include "text_words.h"

size_t text_words_size(uint32_t length) {
    size_t bytes = sizeof(text_word) * ((size_t)length / 2 + 1) + length + 2 * TEXT_SLACK;
    return (bytes + 7) & ~(size_t)7;
}

static void sift_down(text_word *words, uint32_t root, uint32_t count) {
    for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && text_compare_words(&words[child], &words[child + 1]) < 0) child++;
        if (text_compare_words(&words[root], &words[child]) >= 0) return;
        text_word held = words[root];
        words[root] = words[child];
        words[child] = held;
    }
}

// Insertion for sentences, a heap for texts: no recursion, no memory.
static void sort_words(text_word *words, uint32_t count) {
    if (count <= 32) {
        for (uint32_t i = 1; i < count; i++) {
            text_word held = words[i];
            uint32_t place = i;
            for (; place > 0 && text_compare_words(&held, &words[place - 1]) < 0; place--)
                words[place] = words[place - 1];
            words[place] = held;
        }
        return;
    }
    for (uint32_t root = count / 2; root-- > 0;) sift_down(words, root, count);
    for (uint32_t end = count; end-- > 1;) {
        text_word held = words[0];
        words[0] = words[end];
        words[end] = held;
        sift_down(words, 0, end);
    }
}

// The high bit of each byte that is a space.
static uint64_t spaces_of(uint64_t block) {
    const uint64_t low = 0x7f7f7f7f7f7f7f7fu;
    uint64_t apart = block ^ 0x2020202020202020u;
    return ~(((apart & low) + low) | apart | low);
}

text_word_list text_split(const uint8_t *bytes, uint32_t length, void *memory) {
    text_word *words = memory;
    uint8_t *copy = (uint8_t *)(words + length / 2 + 1);
    if (length > 0) memcpy(copy, bytes, length);
    memset(copy + length, ' ', 2 * TEXT_SLACK);
    uint32_t count = 0, start = 0;
    uint64_t seen = 0;
    // The space after the end closes the last word.
    for (uint32_t i = 0; i <= length; i += 8) {
        uint64_t block;
        memcpy(&block, copy + i, 8);
        seen |= block;
        for (uint64_t spaces = spaces_of(block); spaces != 0; spaces &= spaces - 1) {
            uint32_t end = i + (uint32_t)__builtin_ctzll(spaces) / 8, size = end - start;
            uint64_t key;
            memcpy(&key, copy + start, 8);
            key = __builtin_bswap64(key) & (~0ull << (size < 8 ? 64 - 8 * size : 0) % 64);
            words[count] = (text_word){key, copy + start, size};
            count += size > 0;
            start = end + 1;
            if (start > length) break;
        }
    }
    sort_words(words, count);
    return (text_word_list){words, count, length, (seen & 0x8080808080808080u) == 0};
}

void text_make_unique(text_word_list *list) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        if (kept > 0 && text_compare_words(&list->words[kept - 1], &list->words[i]) == 0) continue;
        list->words[kept++] = list->words[i];
    }
    list->count = kept;
}
