// Similarity by words, as RapidFuzz defines it: the words are sorted, joined by single spaces, and
// the joined values compared by insertions and deletions.

#include "text_pairs.h"
#include "text_score.h"
#include "text_words.h"

// What two values share by words. The words of one value only are joined, as a pair to be counted.
typedef struct overlap {
    uint32_t shared;  // characters of the shared words, joined
    bool is_settled;  // the result is known without counting
    float result;
} overlap;

// Pairs between asking for a value and looking at it: they lie anywhere in memory.
enum { AHEAD = 8 };

// Bytes of the arena for the words of one pair.
static size_t arena_size(uint32_t a_length, uint32_t b_length) {
    return (size_t)a_length + b_length + 4 * TEXT_SLACK;
}

static uint32_t characters_of(const text_word *word, bool is_ascii) {
    return is_ascii ? word->length : text_character_count(word->bytes, word->length);
}

// Joins what is in one value only from `arena` on.
static overlap split_shared(
    const text_word_list *a, const text_word_list *b, uint8_t *arena, tieout_text_pair *derived) {
    uint8_t *only_a = arena, *end_a = only_a, *only_b = arena + a->length + 2 * TEXT_SLACK, *end_b = only_b;
    uint32_t i = 0, j = 0, shared = 0, shared_words = 0;
    while (i < a->count && j < b->count) {
        int order = text_compare_words(&a->words[i], &b->words[j]);
        if (order == 0) {
            shared += characters_of(&a->words[i], a->is_ascii);
            shared_words++;
            i++;
            j++;
        } else if (order < 0) {
            end_a = text_append(only_a, end_a, &a->words[i++]);
        } else {
            end_b = text_append(only_b, end_b, &b->words[j++]);
        }
    }
    while (i < a->count) end_a = text_append(only_a, end_a, &a->words[i++]);
    while (j < b->count) end_b = text_append(only_b, end_b, &b->words[j++]);
    overlap found = {.shared = shared_words > 0 ? shared + shared_words - 1 : 0};
    if (a->count == 0 || b->count == 0) {
        found.is_settled = true;
    } else if (shared_words > 0 && (end_a == only_a || end_b == only_b)) {
        found.is_settled = true;
        found.result = 1;
    }
    *derived = (tieout_text_pair){only_a, only_b, (uint32_t)(end_a - only_a), (uint32_t)(end_b - only_b)};
    if (found.is_settled) derived->a_length = derived->b_length = 0;
    return found;
}

// The best of: all words against all words; shared words against all words of either value.
static float token_set(const overlap *found, uint32_t a, uint32_t b, uint32_t common) {
    if (found->is_settled) return found->result;
    uint32_t shared = found->shared, gap = shared > 0;
    uint32_t all_a = shared + gap + a, all_b = shared + gap + b;
    float best = text_normalised(a + b - 2 * common, all_a + all_b);
    if (shared == 0) return best;
    float with_a = text_normalised(gap + a, shared + all_a);
    float with_b = text_normalised(gap + b, shared + all_b);
    if (with_a > best) best = with_a;
    return with_b > best ? with_b : best;
}

// Counts the derived pairs of a chunk and scores them.
static void finish_sets(
    const text_goal *goal, const tieout_text_pair *derived, const overlap *overlaps, size_t count,
    float *results, text_counts *counts, tieout_text_scratch *scratch) {
    text_count_chunk(TEXT_LCS, goal, derived, count, counts, scratch);
    for (size_t i = 0; i < count; i++) {
        float result =
            token_set(&overlaps[i], counts->a_characters[i], counts->b_characters[i], counts->counts[i]);
        results[i] = result >= goal->least ? result : 0;
    }
}

static text_word_list split(const tieout_text_value *value, bool as_set, text_block *block) {
    uint32_t length = text_clipped(value->length);
    text_word_list list = text_split(value->bytes, length, text_room(block, text_words_size(length)));
    if (as_set) text_make_unique(&list);
    return list;
}

static uint8_t *join(const text_word_list *list, uint8_t *start) {
    uint8_t *end = start;
    for (uint32_t k = 0; k < list->count; k++) end = text_append(start, end, &list->words[k]);
    return end;
}

void text_token_chunk(
    const text_goal *goal, const tieout_text_pair *pairs, size_t count, float *results, text_counts *counts,
    tieout_text_scratch *scratch) {
    bool as_sets = goal->measure == TIEOUT_TEXT_TOKEN_SET;
    size_t room = 0;
    for (size_t i = 0; i < count; i++)
        room += arena_size(text_clipped(pairs[i].a_length), text_clipped(pairs[i].b_length));
    uint8_t *arena = text_room(&scratch->arena, room);
    tieout_text_pair derived[TEXT_CHUNK];
    overlap overlaps[TEXT_CHUNK];
    text_word_list a = {0};
    for (size_t i = 0; i < count; i++) {
        const tieout_text_pair *pair = &pairs[i];
        if (i + AHEAD < count) {
            __builtin_prefetch(pairs[i + AHEAD].a);
            __builtin_prefetch(pairs[i + AHEAD].b);
        }
        // Pairs often come in runs with the same first value.
        bool repeated = i > 0 && pair->a == pair[-1].a && pair->a_length == pair[-1].a_length;
        if (!repeated) a = split(&(tieout_text_value){pair->a, pair->a_length}, as_sets, &scratch->words_a);
        text_word_list b = split(&(tieout_text_value){pair->b, pair->b_length}, as_sets, &scratch->words_b);
        if (as_sets) {
            overlaps[i] = split_shared(&a, &b, arena, &derived[i]);
        } else {
            const uint8_t *joined_a = repeated ? derived[i - 1].a : arena;
            uint32_t a_length = repeated ? derived[i - 1].a_length : (uint32_t)(join(&a, arena) - arena);
            uint8_t *joined_b = arena + a.length + 2 * TEXT_SLACK;
            uint32_t b_length = (uint32_t)(join(&b, joined_b) - joined_b);
            derived[i] = (tieout_text_pair){joined_a, joined_b, a_length, b_length};
        }
        arena += arena_size(a.length, b.length);
    }
    if (as_sets) {
        finish_sets(goal, derived, overlaps, count, results, counts, scratch);
    } else {
        text_count_chunk(TEXT_LCS, goal, derived, count, counts, scratch);
        text_finish(goal, derived, count, counts, results);
    }
}

const tieout_text_value *text_sorted_values(
    const tieout_text_value *values, size_t count, text_block *block, tieout_text_scratch *scratch) {
    size_t room = sizeof(tieout_text_value) * count + TEXT_SLACK;
    for (size_t i = 0; i < count; i++) room += text_clipped(values[i].length);
    tieout_text_value *sorted = text_room(block, room);
    uint8_t *arena = (uint8_t *)(sorted + count);
    for (size_t i = 0; i < count; i++) {
        text_word_list list = split(&values[i], false, &scratch->words_a);
        uint8_t *end = join(&list, arena);
        sorted[i] = (tieout_text_value){arena, (uint32_t)(end - arena)};
        arena = end;
    }
    return sorted;
}

// The words of a block of columns, kept for all rows.
static void split_columns(
    const tieout_text_value *columns, size_t count, text_word_list *lists, text_block *block) {
    size_t room = 0;
    for (size_t i = 0; i < count; i++) room += text_words_size(text_clipped(columns[i].length));
    uint8_t *memory = text_room(block, room);
    for (size_t i = 0; i < count; i++) {
        uint32_t length = text_clipped(columns[i].length);
        lists[i] = text_split(columns[i].bytes, length, memory);
        text_make_unique(&lists[i]);
        memory += text_words_size(length);
    }
}

void text_token_set_matrix(
    const tieout_text_value *rows, size_t row_count, const tieout_text_value *columns, size_t column_count,
    float cutoff, float *results, tieout_text_scratch *scratch) {
    text_goal goal = {.measure = TIEOUT_TEXT_TOKEN_SET, .least = cutoff};
    text_word_list lists[TEXT_CHUNK];
    tieout_text_pair derived[TEXT_CHUNK];
    overlap overlaps[TEXT_CHUNK];
    text_counts counts;
    for (size_t start = 0; start < column_count; start += TEXT_CHUNK) {
        size_t size = column_count - start < TEXT_CHUNK ? column_count - start : TEXT_CHUNK;
        split_columns(columns + start, size, lists, &scratch->column_words);
        for (size_t r = 0; r < row_count; r++) {
            text_word_list row = split(&rows[r], true, &scratch->words_a);
            size_t room = 0;
            for (size_t i = 0; i < size; i++) room += arena_size(row.length, lists[i].length);
            uint8_t *arena = text_room(&scratch->arena, room);
            for (size_t i = 0; i < size; i++) {
                overlaps[i] = split_shared(&row, &lists[i], arena, &derived[i]);
                arena += arena_size(row.length, lists[i].length);
            }
            finish_sets(
                &goal, derived, overlaps, size, results + r * column_count + start, &counts, scratch);
        }
    }
}
