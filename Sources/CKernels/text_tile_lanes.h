// One text against a pattern in each lane, for one lane width. Included by text_lanes.h.
//
// The masks of up to two vectors of patterns are one table, built once and looked up by each
// character of each text: 128 rows, in the layout of text_lanes.h.

TEXT_INLINE VEC NAME(ones_of)(VEC words) {
#if defined(__clang__)
    return __builtin_elementwise_popcount(words);
#else
    for (uint32_t l = 0; l < LANES; l++) words[l] = (LANE)__builtin_popcountll(words[l]);
    return words;
#endif
}

// The patterns of one table.
typedef struct NAME(patterns) {
    VEC inside[MAX_GROUPS][MAX_WORDS];  // the bits that belong to the pattern
    SIGNED_VEC lengths[MAX_GROUPS];
    uint32_t length[MAX_GROUPS * LANES];
    uint32_t start[MAX_GROUPS * LANES];  // the first four bytes
} NAME(patterns);

TEXT_INLINE void NAME(build_table)(
    uint32_t words, uint32_t groups, const tieout_text_value *columns, uint32_t count, VEC *table,
    NAME(patterns) *patterns) {
    memset(table, 0, (size_t)groups * 128 * words * VECTOR_BYTES);
    for (uint32_t i = 0; i < groups * LANES; i++) {
        uint32_t g = i / LANES, l = i % LANES, m = i < count ? columns[i].length : 0;
        LANE *lane = (LANE *)(table + (size_t)g * 128 * words) + l;
        for (uint32_t k = 0; k < m; k++) {
            size_t row = (size_t)columns[i].bytes[k] * words + k / LANE_BITS;
            lane[row * LANES] |= (LANE)((LANE)1 << (k % LANE_BITS));
        }
        for (uint32_t w = 0; w < words; w++)
            patterns->inside[g][w][l] = NAME(low)(m > w * LANE_BITS ? m - w * LANE_BITS : 0);
        patterns->lengths[g][l] = (LANE)m;
        patterns->length[i] = m;
        patterns->start[i] = i < count ? text_start(&columns[i], 0x80) : 0;
    }
}

// The lowest `counts` bits of each lane; none for counts below zero.
TEXT_INLINE VEC NAME(low_of)(SIGNED_VEC counts) {
    const VEC one = (VEC){0} + 1;
    VEC all = (VEC)(counts >= LANE_BITS), some = (VEC)(counts > 0);
    return (((one << ((VEC)counts & (LANE_BITS - 1))) - 1) | all) & some;
}

// Counts of one text with all patterns: distances, common characters, or matches and misplaced.
TEXT_INLINE void NAME(count_text)(
    text_count kind, uint32_t words, uint32_t groups, const VEC *table, VEC *kept,
    const NAME(patterns) *patterns, const uint8_t *text, uint32_t n, uint32_t *counts, uint32_t *misplaced) {
    VEC a[MAX_GROUPS][MAX_WORDS], b[MAX_GROUPS][MAX_WORDS], missed[MAX_GROUPS];
    size_t group_rows = 128 * words;
    if (text == NULL) __builtin_unreachable();
    switch (kind) {
    case TEXT_LEVENSHTEIN: NAME(edit)(false, words, groups, table, group_rows, n, text, NULL, a, b); break;
    case TEXT_OSA: NAME(edit)(true, words, groups, table, group_rows, n, text, NULL, a, b); break;
    case TEXT_LCS: NAME(lcs)(words, groups, table, group_rows, n, text, a); break;
    case TEXT_JARO: {
        SIGNED_VEC window[MAX_GROUPS];
        for (uint32_t g = 0; g < groups; g++) {
            SIGNED_VEC longer = patterns->lengths[g], shorter = longer <= (SIGNED_LANE)n;
            longer = (longer & ~shorter) | (shorter & (SIGNED_LANE)n);
            SIGNED_VEC half = longer >> 1;
            window[g] = half + (half > 0);
            for (uint32_t w = 0; w < words; w++) {
                b[g][w] = NAME(low_of)(window[g] + 1 - (SIGNED_LANE)(w * LANE_BITS));
                a[g][w] = ~patterns->inside[g][w];
            }
        }
        NAME(jaro)(words, groups, table, group_rows, kept, (size_t)n * words, n, text, window, b, a, missed);
        break;
    }
    }
    for (uint32_t g = 0; g < groups; g++) {
        VEC sum = (VEC){0};
        for (uint32_t w = 0; w < words; w++) {
            VEC inside = patterns->inside[g][w];
            if (kind == TEXT_LCS) sum += NAME(ones_of)(~a[g][w] & inside);
            if (kind == TEXT_JARO) sum += NAME(ones_of)(a[g][w] & inside);
            if (kind == TEXT_LEVENSHTEIN || kind == TEXT_OSA)
                sum += NAME(ones_of)(a[g][w] & inside) - NAME(ones_of)(b[g][w] & inside);
        }
        if (kind == TEXT_LEVENSHTEIN || kind == TEXT_OSA) sum += (LANE)n;
        for (uint32_t l = 0; l < LANES; l++) counts[g * LANES + l] = (uint32_t)sum[l];
        if (kind != TEXT_JARO) continue;
        // Misplaced are the rows missed less those that are zeros.
        VEC wrong = missed[g] + sum - (LANE)n;
        for (uint32_t l = 0; l < LANES; l++) misplaced[g * LANES + l] = (uint32_t)wrong[l];
    }
}

TEXT_INLINE void NAME(tile_group)(
    tieout_text_measure measure, uint32_t words, uint32_t groups, const text_tile *tile, size_t first,
    uint32_t count, void *memory) {
    VEC *table = memory, *kept = table + (size_t)groups * 128 * words;
    NAME(patterns) patterns;
    _Alignas(64) uint32_t counts[MAX_GROUPS * LANES], misplaced[MAX_GROUPS * LANES];
    _Alignas(64) float results[MAX_GROUPS * LANES];
    NAME(build_table)(words, groups, tile->columns + first, count, table, &patterns);
    const uint32_t *places = tile->column_places + first, size = groups * LANES;
    bool in_a_row = places[count - 1] - places[0] == count - 1;
    text_count kind = text_count_of(measure);
    for (size_t r = 0; r < tile->row_count; r++) {
        const tieout_text_value *row = &tile->rows[r];
        uint32_t n = row->length;
        // An empty value may have no address.
        const uint8_t *text = n == 0 ? (const uint8_t *)"" : row->bytes;
        NAME(count_text)(kind, words, groups, table, kept, &patterns, text, n, counts, misplaced);
        text_score_row(
            measure, LANE_BITS * words <= 64 && n <= 128, size, counts, misplaced, patterns.length, n,
            patterns.start, text_start(row, 0x81), tile->least, results);
        float *out = tile->results + tile->row_places[r] * tile->stride;
        if (in_a_row) {
            memcpy(out + places[0], results, sizeof(float) * count);
        } else {
            for (uint32_t i = 0; i < count; i++) out[places[i]] = results[i];
        }
    }
}

TEXT_INLINE void NAME(tile_all)(
    tieout_text_measure measure, uint32_t words, const text_tile *tile, void *memory) {
    size_t done = 0, count = tile->column_count;
    if (words <= 2)
        for (; done + LANES < count; done += 2 * LANES) {
            uint32_t size = count - done < 2 * LANES ? (uint32_t)(count - done) : (uint32_t)(2 * LANES);
            NAME(tile_group)(measure, words, 2, tile, done, size, memory);
        }
    for (; done < count; done += LANES) {
        uint32_t size = count - done < LANES ? (uint32_t)(count - done) : (uint32_t)LANES;
        NAME(tile_group)(measure, words, 1, tile, done, size, memory);
    }
}
