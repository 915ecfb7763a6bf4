// Short values in one vector of 64 bytes: bytes that stay are moved together in one instruction, and no loop runs as
// often as a value has bytes, which the processor would guess wrong at the end of nearly each.
#if defined(__x86_64__)

#include <immintrin.h>

#include "tieout_values.h"

#define KERNEL_TARGET \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,popcnt,lzcnt")))
#define PRIMITIVE KERNEL_TARGET static inline __attribute__((always_inline))

typedef __m512i block64;

// A bit for each of 1 ... 64 bytes.
PRIMITIVE uint64_t first_bits(size_t count) { return ~(uint64_t)0 >> (64 - count); }

PRIMITIVE block64 each(uint8_t byte) { return _mm512_set1_epi8((char)byte); }

PRIMITIVE uint64_t is(block64 x, uint8_t byte) { return _mm512_cmpeq_epi8_mask(x, each(byte)); }

PRIMITIVE uint64_t is_between(block64 x, uint8_t low, uint8_t high) {
    return _mm512_cmple_epu8_mask(_mm512_sub_epi8(x, each(low)), each((uint8_t)(high - low)));
}

PRIMITIVE uint64_t needs_slow_road(block64 x) { return _mm512_movepi8_mask(x) | is(x, '&'); }

// Which bytes are ASCII letters, and which letters or digits.
typedef struct word_bytes {
    uint64_t letters, all;
} word_bytes;

PRIMITIVE word_bytes words_of(block64 x) {
    const uint64_t letters = is_between(_mm512_or_si512(x, each(0x20)), 'a', 'z');
    return (word_bytes){letters, letters | is_between(x, '0', '9')};
}

PRIMITIVE block64 lowered(block64 x, uint64_t letters) {
    return _mm512_mask_mov_epi8(x, letters, _mm512_or_si512(x, each(0x20)));
}

KERNEL_TARGET static ptrdiff_t fold_words(const uint8_t *raw, size_t count, uint8_t *out) {
    uint64_t all = first_bits(count);
    const block64 x = _mm512_maskz_loadu_epi8(all, raw);
    if (needs_slow_road(x)) return -1;
    const word_bytes words = words_of(x);
    block64 folded = _mm512_mask_mov_epi8(each(' '), words.all, lowered(x, words.letters));
    const uint64_t dropped = is(x, '\'') | is(x, '`');
    uint64_t spaces = all & ~words.all;
    if (dropped) {
        const uint64_t kept = all & ~dropped;
        folded = _mm512_maskz_compress_epi8(kept, folded);
        spaces = _pext_u64(spaces, kept);
        all = _pext_u64(all, kept);
    }
    // Of spaces in a row the first stays, none at the start, and none at the end.
    const uint64_t kept = all & ~(spaces & (spaces << 1 | 1));
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(kept, folded));
    if (kept == 0) return 0;
    const uint64_t ends_in_space = spaces >> (63 - _lzcnt_u64(kept)) & 1;
    return (ptrdiff_t)(_mm_popcnt_u64(kept) - (long long)ends_in_space);
}

KERNEL_TARGET static ptrdiff_t fold_code(const uint8_t *raw, size_t count, uint8_t *out) {
    const block64 x = _mm512_maskz_loadu_epi8(first_bits(count), raw);
    if (needs_slow_road(x)) return -1;
    const word_bytes words = words_of(x);
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(words.all, lowered(x, words.letters)));
    return (ptrdiff_t)_mm_popcnt_u64(words.all);
}

// Sets of bits that were seen once at least, and twice at least, in eight lanes.
typedef struct seen_bits {
    block64 once, twice;
} seen_bits;

PRIMITIVE seen_bits together(seen_bits a, seen_bits b) {
    const block64 both = _mm512_and_si512(a.once, b.once);
    return (seen_bits){
        _mm512_or_si512(a.once, b.once), _mm512_or_si512(both, _mm512_or_si512(a.twice, b.twice))};
}

// The bits that 16 bytes number, of those that `valid` names.
PRIMITIVE seen_bits bits_of(__m128i places, uint64_t valid) {
    const block64 one = _mm512_set1_epi64(1);
    const block64 low = _mm512_maskz_sllv_epi64((__mmask8)valid, one, _mm512_cvtepu8_epi64(places));
    const block64 high = _mm512_maskz_sllv_epi64(
        (__mmask8)(valid >> 8), one, _mm512_cvtepu8_epi64(_mm_srli_si128(places, 8)));
    return (seen_bits){_mm512_or_si512(low, high), _mm512_and_si512(low, high)};
}

KERNEL_TARGET static uint64_t character_signature(const uint8_t *value, size_t count) {
    const uint64_t all = first_bits(count);
    const block64 x = _mm512_maskz_loadu_epi8(all, value);
    block64 places = _mm512_mask_mov_epi8(each(62), _mm512_movepi8_mask(x), each(63));
    places = _mm512_mask_sub_epi8(places, is_between(x, 'a', 'z'), x, each('a'));
    places = _mm512_mask_sub_epi8(places, is_between(x, '0', '9'), x, each('0' - 52));
    seen_bits seen = bits_of(_mm512_castsi512_si128(places), all);
    if (count > 16) seen = together(seen, bits_of(_mm512_extracti32x4_epi32(places, 1), all >> 16));
    if (count > 32) {
        seen = together(seen, bits_of(_mm512_extracti32x4_epi32(places, 2), all >> 32));
        seen = together(seen, bits_of(_mm512_extracti32x4_epi32(places, 3), all >> 48));
    }
    // Eight lanes, four, two, one.
    seen = together(seen, (seen_bits){_mm512_shuffle_i64x2(seen.once, seen.once, 0x4E),
                                      _mm512_shuffle_i64x2(seen.twice, seen.twice, 0x4E)});
    seen = together(seen, (seen_bits){_mm512_permutex_epi64(seen.once, 0x4E),
                                      _mm512_permutex_epi64(seen.twice, 0x4E)});
    seen = together(seen, (seen_bits){_mm512_permutex_epi64(seen.once, 0xB1),
                                      _mm512_permutex_epi64(seen.twice, 0xB1)});
    const uint64_t once = (uint64_t)_mm_cvtsi128_si64(_mm512_castsi512_si128(seen.once));
    const uint64_t twice = (uint64_t)_mm_cvtsi128_si64(_mm512_castsi512_si128(seen.twice));
    return once | (twice & ((1u << 26) - 1)) << 26;
}

// The bits of 32 bigrams, of those that `inside` names.
PRIMITIVE block64 bigram_bits(__m256i first, __m256i second, uint64_t inside) {
    const block64 pairs = _mm512_or_si512(
        _mm512_slli_epi16(_mm512_cvtepu8_epi16(first), 8), _mm512_cvtepu8_epi16(second));
    // The upper half of a product of 32 bits, of which the top six bits count.
    const block64 upper = _mm512_add_epi16(_mm512_mullo_epi16(pairs, _mm512_set1_epi16((short)0x9E37)),
                                           _mm512_mulhi_epu16(pairs, _mm512_set1_epi16((short)0x79B1)));
    const block64 places = _mm512_min_epu16(_mm512_srli_epi16(upper, 10), _mm512_set1_epi16(62));
    const block64 one = _mm512_set1_epi64(1);
    const block64 a = _mm512_maskz_sllv_epi64(
        (__mmask8)inside, one, _mm512_cvtepu16_epi64(_mm512_castsi512_si128(places)));
    const block64 b = _mm512_maskz_sllv_epi64(
        (__mmask8)(inside >> 8), one, _mm512_cvtepu16_epi64(_mm512_extracti32x4_epi32(places, 1)));
    const block64 c = _mm512_maskz_sllv_epi64(
        (__mmask8)(inside >> 16), one, _mm512_cvtepu16_epi64(_mm512_extracti32x4_epi32(places, 2)));
    const block64 d = _mm512_maskz_sllv_epi64(
        (__mmask8)(inside >> 24), one, _mm512_cvtepu16_epi64(_mm512_extracti32x4_epi32(places, 3)));
    return _mm512_or_si512(_mm512_or_si512(a, b), _mm512_or_si512(c, d));
}

KERNEL_TARGET static uint64_t bigram_signature(const uint8_t *value, size_t count) {
    const uint64_t all = first_bits(count);
    const block64 second = _mm512_maskz_loadu_epi8(all, value);
    if (_mm512_movepi8_mask(second)) return (uint64_t)1 << 63;
    // The byte before each; none before the first.
    const block64 lanes = _mm512_alignr_epi64(second, _mm512_setzero_si512(), 6);
    const block64 first = _mm512_alignr_epi8(second, lanes, 15);
    const uint64_t words = all & ~is(second, ' ');
    const uint64_t inside = words & words << 1;
    block64 bits = bigram_bits(_mm512_castsi512_si256(first), _mm512_castsi512_si256(second), inside);
    if (count > 32) {
        bits = _mm512_or_si512(bits, bigram_bits(_mm512_extracti64x4_epi64(first, 1),
                                                 _mm512_extracti64x4_epi64(second, 1), inside >> 32));
    }
    return (uint64_t)_mm512_reduce_or_epi64(bits);
}

const tieout_value_kernels tieout_value_kernels_vbmi2 = {
    .fold_words = fold_words,
    .fold_code = fold_code,
    .character_signature = character_signature,
    .bigram_signature = bigram_signature,
};

#endif
