// libxxhash as Swift sees it: XXH3, 64 and 128 bits at once, 128 bits in pieces.
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
extern XXH_errorcode XXH3_128bits_update_dispatch(void *state, const void *bytes, size_t count);
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

// A hash in pieces. The state is so many bytes, aligned to 64, and holds no pointers of its own to free.
static inline size_t tieout_xxh3_state_size(void) { return sizeof(XXH3_state_t); }

static inline void tieout_xxh3_begin(void *state) { XXH3_128bits_reset((XXH3_state_t *)state); }

static inline void tieout_xxh3_add(void *state, const void *bytes, size_t count) {
#if defined(__x86_64__)
    XXH3_128bits_update_dispatch(state, bytes, count);
#else
    XXH3_128bits_update((XXH3_state_t *)state, bytes, count);
#endif
}

// Of all that was added so far; more may be added afterwards.
static inline XXH128_hash_t tieout_xxh3_sum(const void *state) {
    return XXH3_128bits_digest((const XXH3_state_t *)state);
}

#endif
