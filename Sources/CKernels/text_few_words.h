// Few words: ASCII values of a name's, an address's or a title's size are split, sorted and matched
// almost without branches that depend on what stands in them. Included by the file of an instruction
// set, which defines `common_start`, and
//   take_block    copies up to TEXT_BLOCK bytes of a value, filled up with spaces; tells where spaces
//                 and bytes that are no ASCII stand
//   take_keys     the first 8 bytes of four words, big-endian, zeros after their ends; NO_KEY for
//                 those without length; tells whether one is longer than TEXT_FEW_WORD_LENGTH
//   smaller_keys  of each of four keys, how many of some keys are smaller
//   equal_keys    bits of the keys that equal one
// Other values go the general way.

#include "text_words.h"

// Above all keys of ASCII words, also where compared with a sign.
#define NO_KEY 0x7fffffffffffffffu

typedef struct block_bits {
    uint64_t spaces, high;
} block_bits;

static inline block_bits take_block(const uint8_t *bytes, uint32_t left, uint8_t *copy);
static inline bool take_keys(const uint8_t *copy, const uint32_t *edges, uint64_t *keys);
static inline void smaller_keys(const uint64_t *four, const uint64_t *keys, uint32_t count, uint64_t *smaller);
static inline uint32_t equal_keys(const uint64_t *keys, uint32_t count, uint64_t key);

// Places where words start and end, in turn, then eight times the end of the value; returns how many
// there are, UINT32_MAX if they are not few, or the value is not ASCII.
static inline __attribute__((always_inline)) uint32_t find_edges(
    const uint8_t *bytes, uint32_t length, text_few_words *words) {
    uint32_t count = 0;
    uint64_t before = 1, high = 0;
    // The space after the end closes the last word.
    for (uint32_t start = 0; start <= length; start += TEXT_BLOCK) {
        block_bits bits = take_block(bytes + start, length - start, words->copy + start);
        uint64_t changes = bits.spaces ^ (bits.spaces << 1 | before);
        before = bits.spaces >> 63;
        high |= bits.high;
        uint32_t next = count + (uint32_t)__builtin_popcountll(changes);
        if (next > 2 * TEXT_FEW_WORDS) return UINT32_MAX;
        for (; count < next; count += 8)
            for (uint32_t k = 0; k < 8; k++) {
                words->edges[count + k] = start + (changes == 0 ? 64 : (uint32_t)__builtin_ctzll(changes));
                changes &= changes - 1;
            }
        count = next;
    }
    for (uint32_t k = 0; k < 8; k++) words->edges[count + k] = length;
    return high == 0 ? count : UINT32_MAX;
}

// `with_keys`: whether the sorted keys are needed.
static inline __attribute__((always_inline)) bool split_few(
    const uint8_t *bytes, uint32_t length, bool with_keys, text_few_words *words) {
    if (length > TEXT_FEW_LENGTH) return false;
    uint32_t count = find_edges(bytes, length, words) / 2;
    if (count > TEXT_FEW_WORDS) return false;
    words->count = count;
    uint64_t keys[TEXT_FEW_WORDS], ranks[TEXT_FEW_WORDS], sum = 0;
    bool has_long = false;
    for (uint32_t first = 0; first < count; first += 4)
        has_long |= take_keys(words->copy, words->edges + 2 * first, keys + first);
    // Each word goes where as many stand as have smaller keys; all after the last to the same place.
    for (uint32_t first = 0; first < count; first += 4) {
        smaller_keys(keys + first, keys, count, ranks + first);
        for (uint32_t i = first; i < first + 4; i++) {
            words->order[ranks[i]] = (uint8_t)i;
            if (with_keys) words->keys[ranks[i]] = keys[i];
            sum += ranks[i];
        }
    }
    // Two equal keys would make the sum of ranks less than it is for 0, 1, 2, …
    uint32_t padding = (0 - count) & 3;
    return !has_long && sum == count * (count - 1) / 2 + padding * count;
}

// Start and length of the k-th word in order.
static inline const uint8_t *few_word(const text_few_words *words, uint32_t k, uint32_t *length) {
    const uint32_t *edges = words->edges + 2 * words->order[k];
    *length = edges[1] - edges[0];
    return words->copy + edges[0];
}

// Appends a word and the space after it.
static inline uint8_t *append_few(uint8_t *end, const text_few_words *words, uint32_t k) {
    uint32_t length;
    memcpy(end, few_word(words, k, &length), TEXT_FEW_WORD_LENGTH + 1);
    return end + length + 1;
}

// What was appended at `end`, without the last space; moves the end.
static inline tieout_text_value appended(uint8_t **end, uint8_t *new_end) {
    tieout_text_value value = {*end, new_end == *end ? 0 : (uint32_t)(new_end - *end) - 1};
    *end = new_end;
    return value;
}

static inline __attribute__((always_inline)) tieout_text_value join_value(
    const uint8_t *bytes, uint32_t length, text_few_words *words, uint8_t **end, tieout_text_scratch *scratch) {
    if (!split_few(bytes, length, false, words)) {
        tieout_text_value value = {bytes, length};
        return text_join_sorted(&value, end, &scratch->words_a);
    }
    uint8_t *new_end = *end;
    for (uint32_t k = 0; k < words->count; k++) new_end = append_few(new_end, words, k);
    return appended(end, new_end);
}

// Pairs between asking for a value and looking at it: they lie anywhere in memory.
enum { WORDS_AHEAD = 8 };

static inline void ask_ahead(const tieout_text_pair *pairs, size_t i, size_t count) {
    if (i + WORDS_AHEAD >= count) return;
    __builtin_prefetch(pairs[i + WORDS_AHEAD].a);
    __builtin_prefetch(pairs[i + WORDS_AHEAD].b);
}

// Pairs often come in runs with the same first value.
static inline bool repeats_first(const tieout_text_pair *pairs, size_t i) {
    return i > 0 && pairs[i].a == pairs[i - 1].a && pairs[i].a_length == pairs[i - 1].a_length;
}

static void join_sorted(
    const tieout_text_pair *pairs, size_t count, uint8_t *end, tieout_text_pair *derived,
    tieout_text_scratch *scratch) {
    text_few_words words;
    tieout_text_value a = {NULL, 0}, b;
    for (size_t i = 0; i < count; i++) {
        ask_ahead(pairs, i, count);
        if (!repeats_first(pairs, i)) a = join_value(pairs[i].a, pairs[i].a_length, &words, &end, scratch);
        b = join_value(pairs[i].b, pairs[i].b_length, &words, &end, scratch);
        derived[i] = (tieout_text_pair){a.bytes, b.bytes, a.length, b.length};
    }
}

// Bits of the words of each value that the other one has, too. Since they are in order, the k-th of
// one is the k-th of the other. Returns the characters they have.
static inline uint32_t match(
    const text_few_words *a, const text_few_words *b, uint32_t *in_a, uint32_t *in_b) {
    uint32_t shared_a = 0, shared_b = 0, characters = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t equal = equal_keys(b->keys, b->count, a->keys[i]);
        shared_a |= (uint32_t)(equal != 0) << i;
        shared_b |= equal;
    }
    *in_a = shared_a;
    *in_b = shared_b;
    for (; shared_a != 0; shared_a &= shared_a - 1, shared_b &= shared_b - 1) {
        uint32_t length_a, length_b;
        const uint8_t *word_a = few_word(a, (uint32_t)__builtin_ctz(shared_a), &length_a);
        const uint8_t *word_b = few_word(b, (uint32_t)__builtin_ctz(shared_b), &length_b);
        characters += length_a;
        // Equal keys are not yet equal words.
        if (length_a == length_b && (length_a <= 8 || common_start(word_a, word_b, length_a) == length_a))
            continue;
        characters -= length_a;
        *in_a ^= shared_a & -shared_a;
        *in_b ^= shared_b & -shared_b;
    }
    return characters;
}

// Appends the words of the bits.
static inline tieout_text_value append_some(uint8_t **end, const text_few_words *words, uint32_t bits) {
    uint8_t *new_end = *end;
    for (; bits != 0; bits &= bits - 1) new_end = append_few(new_end, words, (uint32_t)__builtin_ctz(bits));
    return appended(end, new_end);
}

static text_overlap share(
    const text_few_words *a, const text_few_words *b, uint8_t **end, tieout_text_pair *derived) {
    uint32_t in_a, in_b, shared = match(a, b, &in_a, &in_b);
    tieout_text_value only_a = append_some(end, a, ~in_a & ((1u << a->count) - 1));
    tieout_text_value only_b = append_some(end, b, ~in_b & ((1u << b->count) - 1));
    *derived = (tieout_text_pair){only_a.bytes, only_b.bytes, only_a.length, only_b.length};
    return text_overlap_of(a->count, b->count, (uint32_t)__builtin_popcount(in_a), shared, derived);
}

static bool split(const uint8_t *bytes, uint32_t length, text_few_words *words) {
    return split_few(bytes, length, true, words);
}

static void share_pairs(
    const tieout_text_pair *pairs, size_t count, uint8_t *end, tieout_text_pair *derived,
    text_overlap *overlaps, tieout_text_scratch *scratch) {
    text_few_words a, b;
    bool a_is_few = false;
    for (size_t i = 0; i < count; i++) {
        ask_ahead(pairs, i, count);
        if (!repeats_first(pairs, i)) a_is_few = split(pairs[i].a, pairs[i].a_length, &a);
        if (a_is_few && split(pairs[i].b, pairs[i].b_length, &b)) {
            overlaps[i] = share(&a, &b, &end, &derived[i]);
        } else {
            overlaps[i] = text_share_pair(&pairs[i], &end, &derived[i], scratch);
        }
    }
}
