// Columns found by key: first by what stood behind the last key, then by hash.
#ifndef TIEOUT_JSON_KEYS_H
#define TIEOUT_JSON_KEYS_H

#include "tieout_json.h"

#include <string.h>

/// A key with its quotes, in room of a multiple of 32 bytes.
typedef struct {
    const uint8_t *quoted;
    uint32_t length; // with quotes
    uint32_t plain;  // likewise; 0 where it cannot be compared with text as it is written
    uint32_t next;   // the column whose key was last seen behind this one; or any
} tieout_json_key;

struct tieout_json_keys {
    size_t count;
    tieout_json_key *keys; // count + 1: the last stands for the start of a record
    uint32_t *slots;       // open addressing: column + 1, or 0
    size_t slot_mask;
    uint8_t *text;
    uint8_t *scratch; // keys with escapes are unescaped here
    size_t scratch_capacity;
};

static inline uint64_t tieout_json_key_hash(const uint8_t *key, size_t count) {
    uint64_t hash = count * 0x9E3779B97F4A7C15ull;
    size_t at = 0;
    for (; at + 8 <= count; at += 8) {
        uint64_t word;
        memcpy(&word, key + at, 8);
        hash = (hash ^ word) * 0xBF58476D1CE4E5B9ull;
        hash ^= hash >> 29;
    }
    uint64_t word = 0;
    memcpy(&word, key + at, count - at);
    hash = (hash ^ word) * 0x94D049BB133111EBull;
    return hash ^ hash >> 32;
}

/// The column of a key without quotes and escapes, or `count` if there is none.
static inline size_t tieout_json_find(const tieout_json_keys *keys, const uint8_t *key, size_t count) {
    size_t slot = (size_t)tieout_json_key_hash(key, count) & keys->slot_mask;
    for (; keys->slots[slot]; slot = (slot + 1) & keys->slot_mask) {
        const tieout_json_key *held = &keys->keys[keys->slots[slot] - 1];
        if (held->length == count + 2 && memcmp(held->quoted + 1, key, count) == 0) return keys->slots[slot] - 1;
    }
    return keys->count;
}

/// The column of a key as it is written, which may hold escapes; `count` if there is none.
size_t tieout_json_find_escaped(tieout_json_keys *keys, const uint8_t *key, size_t count);

#endif
