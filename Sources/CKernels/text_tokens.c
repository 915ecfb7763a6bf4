// Similarity by words, as RapidFuzz defines it: the words are sorted, joined by single spaces, and
// the joined values compared by insertions and deletions.

#include "text_pairs.h"
#include "text_score.h"
#include "text_words.h"

// The shared words of one pair; the others are joined in the derived pair.
typedef struct overlap {
    uint32_t shared;  // characters of the shared words, joined
    bool is_settled;  // the result is known without counting
    float result;
} overlap;

static uint32_t characters_of(const text_word *word, bool is_ascii) {
    return is_ascii ? word->length : text_character_count(word->bytes, word->length);
}

// Sorts the words of two values into shared ones, counted, and those of one value only, joined from
// `end` on.
static overlap split_shared(
    const text_word_list *a, const text_word_list *b, tieout_text_pair *derived, uint8_t **end) {
    uint8_t *only_a = *end, *end_a = only_a;
    uint32_t i = 0, j = 0, shared = 0, shared_words = 0;
    // Words of `b` alone are kept aside until the room for those of `a` is known.
    text_word *only_b = b->words;
    uint32_t only_b_count = 0;
    bool is_ascii = a->is_ascii;
    while (i < a->count || j < b->count) {
        int order = i == a->count ? 1 : j == b->count ? -1 : text_compare_words(&a->words[i], &b->words[j]);
        if (order == 0) {
            shared += characters_of(&a->words[i], is_ascii);
            shared_words++;
            i++;
            j++;
        } else if (order < 0) {
            end_a = text_append(only_a, end_a, &a->words[i++]);
        } else {
            only_b[only_b_count++] = b->words[j++];
        }
    }
    uint8_t *start_b = end_a, *end_b = start_b;
    for (uint32_t k = 0; k < only_b_count; k++) end_b = text_append(start_b, end_b, &only_b[k]);
    *derived = (tieout_text_pair){only_a, start_b, (uint32_t)(end_a - only_a), (uint32_t)(end_b - start_b)};
    *end = end_b;
    overlap found = {.shared = shared_words > 0 ? shared + shared_words - 1 : 0};
    if (a->count == 0 || b->count == 0) {
        found.is_settled = true;
    } else if (shared_words > 0 && (end_a == only_a || end_b == start_b)) {
        found.is_settled = true;
        found.result = 1;
    }
    if (found.is_settled) *derived = (tieout_text_pair){only_a, only_a, 0, 0};
    return found;
}

// The best of: all words against all words; shared words against all words of either value.
static float token_set(const overlap *found, uint32_t a, uint32_t b, uint32_t common) {
    if (found->is_settled) return found->result;
    uint32_t shared = found->shared, gap = shared > 0;
    uint32_t all_a = shared + gap + a, all_b = shared + gap + b;
    float best = text_normalised(a + b - 2 * common, all_a + all_b);
    if (shared == 0) return best;
    float with_a = text_normalised(gap + a, shared + all_a), with_b = text_normalised(gap + b, shared + all_b);
    if (with_a > best) best = with_a;
    return with_b > best ? with_b : best;
}

static uint32_t clipped(uint32_t length) {
    return length < TIEOUT_TEXT_MAX_LENGTH ? length : TIEOUT_TEXT_MAX_LENGTH;
}

void text_token_chunk(
    const text_goal *goal, const tieout_text_pair *pairs, size_t count, float *results, text_counts *counts,
    tieout_text_scratch *scratch) {
    bool as_sets = goal->measure == TIEOUT_TEXT_TOKEN_SET;
    size_t room = 2 * TEXT_SLACK;
    for (size_t i = 0; i < count; i++) room += (size_t)clipped(pairs[i].a_length) + clipped(pairs[i].b_length);
    uint8_t *end = text_room(&scratch->arena, room);
    tieout_text_pair derived[TEXT_CHUNK];
    overlap overlaps[TEXT_CHUNK];
    text_word_list a = {0};
    for (size_t i = 0; i < count; i++) {
        const tieout_text_pair *pair = &pairs[i];
        uint32_t a_length = clipped(pair->a_length), b_length = clipped(pair->b_length);
        // Pairs often come in runs with the same first value.
        bool repeated = i > 0 && pair->a == pair[-1].a && pair->a_length == pair[-1].a_length;
        if (!repeated) {
            a = text_split(pair->a, a_length, text_room(&scratch->words_a, text_words_size(a_length)));
            if (as_sets) text_make_unique(&a);
        }
        text_word_list b = text_split(pair->b, b_length, text_room(&scratch->words_b, text_words_size(b_length)));
        if (as_sets) {
            text_make_unique(&b);
            overlaps[i] = split_shared(&a, &b, &derived[i], &end);
            continue;
        }
        derived[i].a = repeated ? derived[i - 1].a : end;
        derived[i].a_length = repeated ? derived[i - 1].a_length : 0;
        if (!repeated) {
            uint8_t *start = end;
            for (uint32_t k = 0; k < a.count; k++) end = text_append(start, end, &a.words[k]);
            derived[i].a_length = (uint32_t)(end - start);
        }
        uint8_t *start = end;
        for (uint32_t k = 0; k < b.count; k++) end = text_append(start, end, &b.words[k]);
        derived[i].b = start;
        derived[i].b_length = (uint32_t)(end - start);
    }
    text_goal inner = *goal;
    text_count_chunk(TEXT_LCS, &inner, derived, count, counts, scratch);
    if (!as_sets) text_finish(goal, derived, count, counts, results);
    for (size_t i = 0; as_sets && i < count; i++) {
        float result =
            token_set(&overlaps[i], counts->a_characters[i], counts->b_characters[i], counts->counts[i]);
        results[i] = result >= goal->least ? result : 0;
    }
}
