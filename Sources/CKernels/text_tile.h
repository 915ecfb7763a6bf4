// The tile function of one instruction set: a copy of the lanes for each width and measure. Included
// after the three widths of text_lanes.h.

#define TEXT_TILE(bits, words)                                                               \
    switch (tile->measure) {                                                                 \
    case TIEOUT_TEXT_LEVENSHTEIN: tile_all_##bits(TIEOUT_TEXT_LEVENSHTEIN, words, tile, memory); break; \
    case TIEOUT_TEXT_OSA: tile_all_##bits(TIEOUT_TEXT_OSA, words, tile, memory); break;      \
    case TIEOUT_TEXT_JARO: tile_all_##bits(TIEOUT_TEXT_JARO, words, tile, memory); break;    \
    case TIEOUT_TEXT_JARO_WINKLER: tile_all_##bits(TIEOUT_TEXT_JARO_WINKLER, words, tile, memory); break; \
    default: tile_all_##bits(TIEOUT_TEXT_INDEL, words, tile, memory); break;                 \
    }

static void tile_16(const text_tile *tile, void *memory) { TEXT_TILE(16, 1) }
static void tile_32(const text_tile *tile, void *memory) { TEXT_TILE(32, 1) }
static void tile_64(const text_tile *tile, void *memory) { TEXT_TILE(64, 1) }
static void tile_96(const text_tile *tile, void *memory) { TEXT_TILE(32, 3) }
static void tile_128(const text_tile *tile, void *memory) { TEXT_TILE(64, 2) }
static void tile_256(const text_tile *tile, void *memory) { TEXT_TILE(64, 4) }

static void tile(int class, const text_tile *tile, void *memory) {
    switch (class) {
    case 0: tile_16(tile, memory); break;
    case 1: tile_32(tile, memory); break;
    case 2: tile_64(tile, memory); break;
    case 3: tile_96(tile, memory); break;
    case 4: tile_128(tile, memory); break;
    default: tile_256(tile, memory); break;
    }
}

#undef TEXT_TILE
