#include "json_keys.h"

#include <stdlib.h>

/// Text that compares equal to a key must be that key, as it is written, and not lead over a line's end.
static int is_plain(const uint8_t *key, size_t count) {
    if (count + 2 > TIEOUT_JSON_PADDING) return 0;
    for (size_t i = 0; i < count; i++) {
        if (key[i] < 0x20 || key[i] == '"' || key[i] == '\\') return 0;
    }
    return 1;
}

tieout_json_keys *tieout_json_keys_create(const uint8_t *bytes, const uint32_t *ends, size_t count) {
    size_t slots = 16, room = 0;
    while (slots < 2 * count) slots *= 2;
    for (size_t i = 0; i < count; i++) {
        const size_t length = ends[i] - (i ? ends[i - 1] : 0) + 2;
        room += (length + 63) / 32 * 32;
    }
    tieout_json_keys *keys = calloc(1, sizeof *keys);
    if (!keys) return NULL;
    keys->count = count;
    keys->slot_mask = slots - 1;
    keys->keys = calloc(count + 1, sizeof *keys->keys);
    keys->slots = calloc(slots, sizeof *keys->slots);
    keys->text = calloc(room + 32, 1);
    if (!keys->keys || !keys->slots || !keys->text) {
        tieout_json_keys_free(keys);
        return NULL;
    }
    uint8_t *text = keys->text;
    for (size_t i = 0; i < count; i++) {
        const size_t start = i ? ends[i - 1] : 0, length = ends[i] - start;
        text[0] = '"';
        memcpy(text + 1, bytes + start, length);
        text[length + 1] = '"';
        const uint32_t quoted = (uint32_t)length + 2;
        keys->keys[i] = (tieout_json_key){text, quoted, is_plain(bytes + start, length) ? quoted : 0,
                                          (uint32_t)(i + 1 < count ? i + 1 : 0)};
        text += (length + 2 + 63) / 32 * 32;
        size_t slot = (size_t)tieout_json_key_hash(bytes + start, length) & keys->slot_mask;
        while (keys->slots[slot]) slot = (slot + 1) & keys->slot_mask;
        keys->slots[slot] = (uint32_t)i + 1;
    }
    // An impossible key: records are read without columns while their keys are collected.
    keys->keys[count] = (tieout_json_key){text, 0, 0, 0};
    return keys;
}

void tieout_json_keys_free(tieout_json_keys *keys) {
    if (!keys) return;
    free(keys->keys);
    free(keys->slots);
    free(keys->text);
    free(keys->scratch);
    free(keys);
}

size_t tieout_json_find_escaped(tieout_json_keys *keys, const uint8_t *key, size_t count) {
    if (count > keys->scratch_capacity) {
        uint8_t *larger = realloc(keys->scratch, 2 * count);
        // Without memory the key is unknown, and said to be so.
        if (!larger) return keys->count;
        keys->scratch = larger;
        keys->scratch_capacity = 2 * count;
    }
    const size_t length = tieout_json_unescape(key, count, keys->scratch);
    return tieout_json_find(keys, keys->scratch, length);
}
