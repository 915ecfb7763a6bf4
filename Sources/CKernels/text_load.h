// Loading what stands at the end of a value.
#ifndef TEXT_LOAD_H
#define TEXT_LOAD_H

#include "text_internal.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TEXT_EXACT_LOADS 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define TEXT_EXACT_LOADS 1
#endif

// Where `size` bytes may be read of which `count` belong to the value: in place if they lie in one
// page (4096 is the smallest anywhere), since a page is readable as a whole; else in `room`.
static inline __attribute__((always_inline)) const uint8_t *text_readable(
    const uint8_t *bytes, uint32_t count, uint32_t size, uint8_t *room) {
#if !defined(TEXT_EXACT_LOADS)
    if (count >= size || (count > 0 && ((uintptr_t)bytes & 4095) <= 4096 - size)) return bytes;
#else
    if (count >= size) return bytes;
#endif
    memset(room, 0, size);
    for (uint32_t i = 0; i < count; i++) room[i] = bytes[i];
    return room;
}

// The same for the `size` bytes before `end`, of which the last `count` belong to the value.
static inline __attribute__((always_inline)) const uint8_t *text_readable_before(
    const uint8_t *end, uint32_t count, uint32_t size, uint8_t *room) {
#if !defined(TEXT_EXACT_LOADS)
    if (count >= size || (count > 0 && (((uintptr_t)end - 1) & 4095) >= size - 1)) return end - size;
#else
    if (count >= size) return end - size;
#endif
    memset(room, 0, size);
    for (uint32_t i = 1; i <= count; i++) room[size - i] = end[-(ptrdiff_t)i];
    return room;
}

#endif
