// Short values as a whole: their canonical form, and what their signatures tell. The plain code, and the oracle, is in
// Swift; these are for machines that can do better, and give the same bytes and bits.
#ifndef TIEOUT_VALUES_H
#define TIEOUT_VALUES_H

#include <stddef.h>
#include <stdint.h>

// Longest value, in bytes, that a kernel takes; and the room that folding needs, however short the value is.
#define TIEOUT_VALUE_MOST 64

// All take 1 ... TIEOUT_VALUE_MOST bytes and read nothing outside them.
typedef struct tieout_value_kernels {
    // Words as `foldASCII` writes them, codes as `foldASCIICode` does: the length, or -1 where the value needs the
    // slow road. `out` has room for TIEOUT_VALUE_MOST bytes, all of which may be written to.
    ptrdiff_t (*fold_words)(const uint8_t *raw, size_t count, uint8_t *out);
    ptrdiff_t (*fold_code)(const uint8_t *raw, size_t count, uint8_t *out);
    // Signatures of the kinds `characters` and `bigrams` (`SignatureKind`).
    uint64_t (*character_signature)(const uint8_t *value, size_t count);
    uint64_t (*bigram_signature)(const uint8_t *value, size_t count);
} tieout_value_kernels;

// The kernels of this machine; NULL where it has nothing that is better than plain code.
const tieout_value_kernels *tieout_best_value_kernels(void);

// Those kernels for a value of `count` bytes; NULL where it is empty or too long for them.
static inline const tieout_value_kernels *tieout_kernels_for(const tieout_value_kernels *kernels, size_t count) {
    return count - 1 < TIEOUT_VALUE_MOST ? kernels : NULL;
}

#endif
