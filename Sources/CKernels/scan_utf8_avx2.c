// Well-formed UTF-8, 32 bytes at a time, after Keiser and Lemire, "Validating UTF-8 in less than one
// instruction per byte", Software: Practice and Experience 51 (2021): each byte and the one before it
// are looked up by their nibbles, and an error is a bit that all three tables agree on. Where one shows,
// the scalar twin says exactly where.
#if defined(__x86_64__)

#include "tieout_scan.h"

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

size_t tieout_utf8_prefix_scalar(const uint8_t *bytes, size_t count);

enum {
    TOO_SHORT = 1,       // a lead byte, and no continuation behind it
    TOO_LONG = 2,        // a continuation behind ASCII
    OVERLONG_3 = 4,
    TOO_LARGE = 8,       // above U+10FFFF
    SURROGATE = 16,
    OVERLONG_2 = 32,
    OVERLONG_4 = 64,     // and, with another lead byte, too large
    TWO_CONTINUATIONS = 128,
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS
};

#define TABLE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
#define C (char)

TARGET static inline __m256i behind(__m256i block, __m256i previous, int bytes) {
    const __m256i joint = _mm256_permute2x128_si256(previous, block, 0x21);
    switch (bytes) {
    case 1: return _mm256_alignr_epi8(block, joint, 15);
    case 2: return _mm256_alignr_epi8(block, joint, 14);
    default: return _mm256_alignr_epi8(block, joint, 13);
    }
}

// Not zero in each byte that cannot stand where it does.
TARGET static inline __m256i errors(__m256i block, __m256i previous) {
    const __m256i first_high = TABLE(
        TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, C TWO_CONTINUATIONS,
        C TWO_CONTINUATIONS, C TWO_CONTINUATIONS, C TWO_CONTINUATIONS, TOO_SHORT | OVERLONG_2, TOO_SHORT,
        TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | OVERLONG_4);
    const __m256i first_low = TABLE(
        C(ANY_LOW | OVERLONG_2 | OVERLONG_3 | OVERLONG_4), C(ANY_LOW | OVERLONG_2), C ANY_LOW, C ANY_LOW,
        C(ANY_LOW | TOO_LARGE), C(ANY_LOW | TOO_LARGE | OVERLONG_4), C(ANY_LOW | TOO_LARGE | OVERLONG_4),
        C(ANY_LOW | TOO_LARGE | OVERLONG_4), C(ANY_LOW | TOO_LARGE | OVERLONG_4),
        C(ANY_LOW | TOO_LARGE | OVERLONG_4), C(ANY_LOW | TOO_LARGE | OVERLONG_4),
        C(ANY_LOW | TOO_LARGE | OVERLONG_4), C(ANY_LOW | TOO_LARGE | OVERLONG_4),
        C(ANY_LOW | TOO_LARGE | OVERLONG_4 | SURROGATE), C(ANY_LOW | TOO_LARGE | OVERLONG_4),
        C(ANY_LOW | TOO_LARGE | OVERLONG_4));
    const __m256i second_high = TABLE(
        TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
        C(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 | OVERLONG_4),
        C(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 | TOO_LARGE),
        C(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE | TOO_LARGE),
        C(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT,
        TOO_SHORT);
    const __m256i low = _mm256_set1_epi8(0x0F);
    const __m256i one = behind(block, previous, 1);
    const __m256i special = _mm256_and_si256(
        _mm256_and_si256(_mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(one, 4), low)),
                         _mm256_shuffle_epi8(first_low, _mm256_and_si256(one, low))),
        _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(block, 4), low)));
    // Two behind a lead of three or four bytes, and three behind one of four, two continuations are right.
    const __m256i third = _mm256_subs_epu8(behind(block, previous, 2), _mm256_set1_epi8(C(0xE0 - 0x80)));
    const __m256i fourth = _mm256_subs_epu8(behind(block, previous, 3), _mm256_set1_epi8(C(0xF0 - 0x80)));
    const __m256i expected = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(C 0x80));
    return _mm256_xor_si256(special, expected);
}

// Not zero if a character that begins in the last three bytes goes on behind them.
TARGET static inline __m256i unfinished(__m256i block) {
    const __m256i most = _mm256_setr_epi8(
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, C(0xF0 - 1), C(0xE0 - 1), C(0xC0 - 1));
    return _mm256_subs_epu8(block, most);
}

TARGET size_t tieout_utf8_prefix_avx2(const uint8_t *bytes, size_t count) {
    __m256i previous = _mm256_setzero_si256();
    __m256i open = _mm256_setzero_si256();
    size_t at = 0;
    for (; at + 32 <= count; at += 32) {
        const __m256i block = _mm256_loadu_si256((const __m256i *)(bytes + at));
        const int is_ascii = _mm256_movemask_epi8(block) == 0;
        const __m256i wrong = is_ascii ? open : errors(block, previous);
        if (!_mm256_testz_si256(wrong, wrong)) break;
        open = is_ascii ? _mm256_setzero_si256() : unfinished(block);
        previous = block;
    }
    // Back to where a character starts; all before it is in order.
    size_t start = at;
    for (int back = 0; back < 3 && start > 0 && (bytes[start - 1] & 0xC0) == 0x80; back++) start--;
    if (start > 0 && bytes[start - 1] >= 0xC0) start--;
    return start + tieout_utf8_prefix_scalar(bytes + start, count - start);
}

#endif
