// Similarity by words, as RapidFuzz defines it: the words are sorted, joined by single spaces, and
// the joined values compared by insertions and deletions.

#include "text_pairs.h"
#include "text_score.h"
#include "text_words.h"

static uint32_t characters_of(const text_word *word, bool is_ascii) {
    return is_ascii ? word->length : text_character_count(word->bytes, word->length);
}

text_overlap text_share(
    const text_word_list *a, const text_word_list *b, uint8_t **end, tieout_text_pair *derived) {
    uint8_t *only_a = *end, *end_a = only_a, *only_b = only_a + a->length + 2 * TEXT_SLACK, *end_b = only_b;
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
    *end = end_b;
    *derived = (tieout_text_pair){only_a, only_b, (uint32_t)(end_a - only_a), (uint32_t)(end_b - only_b)};
    return text_overlap_of(a->count, b->count, shared_words, shared, derived);
}

static text_word_list split(const uint8_t *bytes, uint32_t length, bool as_set, text_block *block) {
    length = text_clipped(length);
    text_word_list list = text_split(bytes, length, text_room(block, text_words_size(length)));
    if (as_set) text_make_unique(&list);
    return list;
}

text_overlap text_share_pair(
    const tieout_text_pair *pair, uint8_t **end, tieout_text_pair *derived, tieout_text_scratch *scratch) {
    text_word_list a = split(pair->a, pair->a_length, true, &scratch->words_a);
    text_word_list b = split(pair->b, pair->b_length, true, &scratch->words_b);
    return text_share(&a, &b, end, derived);
}

tieout_text_value text_join_sorted(const tieout_text_value *value, uint8_t **end, text_block *block) {
    text_word_list list = split(value->bytes, value->length, false, block);
    uint8_t *start = *end, *next = start;
    for (uint32_t k = 0; k < list.count; k++) next = text_append(start, next, &list.words[k]);
    *end = next;
    return (tieout_text_value){start, (uint32_t)(next - start)};
}

// The best of: all words against all words; shared words against all words of either value.
static float token_set(const text_overlap *found, uint32_t a, uint32_t b, uint32_t common) {
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
    const text_goal *goal, const tieout_text_pair *derived, const text_overlap *overlaps, size_t count,
    float *results, text_counts *counts, tieout_text_scratch *scratch) {
    text_count_chunk(TEXT_LCS, goal, derived, count, counts, scratch);
    for (size_t i = 0; i < count; i++) {
        float result =
            token_set(&overlaps[i], counts->a_characters[i], counts->b_characters[i], counts->counts[i]);
        results[i] = result >= goal->least ? result : 0;
    }
}

// Joins the sorted words of both values of each pair.
static void join_sorted(
    const tieout_text_pair *pairs, size_t count, uint8_t *end, tieout_text_pair *derived,
    tieout_text_scratch *scratch) {
    for (size_t i = 0; i < count; i++) {
        tieout_text_value a = {pairs[i].a, pairs[i].a_length}, b = {pairs[i].b, pairs[i].b_length};
        a = text_join_sorted(&a, &end, &scratch->words_a);
        b = text_join_sorted(&b, &end, &scratch->words_a);
        derived[i] = (tieout_text_pair){a.bytes, b.bytes, a.length, b.length};
    }
}

static void share_pairs(
    const tieout_text_pair *pairs, size_t count, uint8_t *end, tieout_text_pair *derived,
    text_overlap *overlaps, tieout_text_scratch *scratch) {
    for (size_t i = 0; i < count; i++)
        overlaps[i] = text_share_pair(&pairs[i], &end, &derived[i], scratch);
}

void text_token_chunk(
    const text_goal *goal, const tieout_text_pair *pairs, size_t count, float *results, text_counts *counts,
    tieout_text_scratch *scratch) {
    text_kernels kernels = text_current_kernels();
    size_t room = 0;
    for (size_t i = 0; i < count; i++)
        room += text_joined_size(text_clipped(pairs[i].a_length), text_clipped(pairs[i].b_length));
    uint8_t *arena = text_room(&scratch->arena, room);
    tieout_text_pair derived[TEXT_CHUNK];
    if (goal->measure == TIEOUT_TEXT_TOKEN_SET) {
        text_overlap overlaps[TEXT_CHUNK];
        (kernels.share_pairs != NULL ? kernels.share_pairs : share_pairs)(
            pairs, count, arena, derived, overlaps, scratch);
        finish_sets(goal, derived, overlaps, count, results, counts, scratch);
    } else {
        (kernels.join_sorted != NULL ? kernels.join_sorted : join_sorted)(
            pairs, count, arena, derived, scratch);
        text_count_chunk(TEXT_LCS, goal, derived, count, counts, scratch);
        text_finish(goal, derived, count, counts, results);
    }
}

const tieout_text_value *text_sorted_values(
    const tieout_text_value *values, size_t count, text_block *block, tieout_text_scratch *scratch) {
    size_t room = sizeof(tieout_text_value) * count + TEXT_SLACK;
    for (size_t i = 0; i < count; i++) room += text_clipped(values[i].length);
    tieout_text_value *sorted = text_room(block, room);
    uint8_t *end = (uint8_t *)(sorted + count);
    for (size_t i = 0; i < count; i++) sorted[i] = text_join_sorted(&values[i], &end, &scratch->words_a);
    return sorted;
}

// The words of a row or column of a matrix: few, or a list.
typedef struct value_words {
    bool are_few, are_listed;
    text_few_words few;
    text_word_list list;
} value_words;

static void split_value(text_kernels kernels, const tieout_text_value *value, value_words *words) {
    words->are_few = kernels.split != NULL && kernels.split(value->bytes, value->length, &words->few);
    words->are_listed = false;
}

// The words of a block of columns, kept for all rows.
static value_words *split_columns(
    text_kernels kernels, const tieout_text_value *columns, size_t count, text_block *block) {
    size_t room = sizeof(value_words) * count;
    for (size_t i = 0; i < count; i++) room += text_words_size(text_clipped(columns[i].length));
    value_words *words = text_room(block, room);
    uint8_t *memory = (uint8_t *)(words + count);
    for (size_t i = 0; i < count; i++) {
        split_value(kernels, &columns[i], &words[i]);
        if (words[i].are_few) continue;
        uint32_t length = text_clipped(columns[i].length);
        words[i].list = text_split(columns[i].bytes, length, memory);
        text_make_unique(&words[i].list);
        words[i].are_listed = true;
        memory += text_words_size(length);
    }
    return words;
}

static text_word_list list_of(const value_words *words, const tieout_text_value *value, text_block *block) {
    return words->are_listed ? words->list : split(value->bytes, value->length, true, block);
}

// One row with a block of columns.
static void share_row(
    text_kernels kernels, const tieout_text_value *row, const tieout_text_value *columns,
    const value_words *words, size_t count, tieout_text_pair *derived, text_overlap *overlaps,
    tieout_text_scratch *scratch) {
    size_t room = 0;
    for (size_t i = 0; i < count; i++)
        room += text_joined_size(text_clipped(row->length), text_clipped(columns[i].length));
    uint8_t *end = text_room(&scratch->arena, room);
    value_words row_words;
    split_value(kernels, row, &row_words);
    for (size_t i = 0; i < count; i++) {
        if (row_words.are_few && words[i].are_few) {
            overlaps[i] = kernels.share(&row_words.few, &words[i].few, &end, &derived[i]);
            continue;
        }
        row_words.list = list_of(&row_words, row, &scratch->words_a);
        row_words.are_listed = true;
        text_word_list column = list_of(&words[i], &columns[i], &scratch->words_b);
        overlaps[i] = text_share(&row_words.list, &column, &end, &derived[i]);
    }
}

void text_token_set_matrix(
    const tieout_text_value *rows, size_t row_count, const tieout_text_value *columns, size_t column_count,
    float cutoff, float *results, tieout_text_scratch *scratch) {
    text_kernels kernels = text_current_kernels();
    text_goal goal = {.measure = TIEOUT_TEXT_TOKEN_SET, .least = cutoff};
    tieout_text_pair derived[TEXT_CHUNK];
    text_overlap overlaps[TEXT_CHUNK];
    text_counts counts;
    for (size_t start = 0; start < column_count; start += TEXT_CHUNK) {
        size_t size = column_count - start < TEXT_CHUNK ? column_count - start : TEXT_CHUNK;
        const value_words *words = split_columns(kernels, columns + start, size, &scratch->column_words);
        for (size_t r = 0; r < row_count; r++) {
            share_row(kernels, &rows[r], columns + start, words, size, derived, overlaps, scratch);
            finish_sets(
                &goal, derived, overlaps, size, results + r * column_count + start, &counts, scratch);
        }
    }
}
