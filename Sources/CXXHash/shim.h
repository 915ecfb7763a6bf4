// libxxhash as Swift sees it: one-shot XXH3, 64 and 128 bits.
//
// Short keys (a name, a blocking key) are hashed by the header's own code, inlined: for at most
// 240 bytes XXH3 needs no vector unit, and a call would cost more than the hash. Longer input goes
// to the library, which on x86-64 picks the widest vectors of the machine at run time.
#ifndef TIEOUT_CXXHASH_SHIM_H
#define TIEOUT_CXXHASH_SHIM_H

#define XXH_INLINE_ALL
#include <xxhash.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
extern uint64_t XXH3_64bits_dispatch(const void *bytes, size_t count);
extern XXH128_hash_t XXH3_128bits_dispatch(const void *bytes, size_t count);
#endif

static inline uint64_t tieout_xxh3_64(const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (count > 240) return XXH3_64bits_dispatch(bytes, count);
#endif
    return XXH3_64bits(bytes, count);
}

static inline XXH128_hash_t tieout_xxh3_128(const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (count > 240) return XXH3_128bits_dispatch(bytes, count);
#endif
    return XXH3_128bits(bytes, count);
}

#endif
