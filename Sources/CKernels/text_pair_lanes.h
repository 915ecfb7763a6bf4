// A pair in each lane, for one lane width. Included by text_lanes.h.

// Zeroes rows `from` to `end` of one lane.
TEXT_INLINE void NAME(clear)(LANE *lane, uint32_t words, uint32_t from, uint32_t end) {
    for (size_t row = (size_t)from * words; row < (size_t)end * words; row++) lane[row * LANES] = 0;
}

// Up to groups × LANES jobs.
TEXT_INLINE void NAME(count_group)(
    text_count kind, uint32_t words, uint32_t groups, const text_job *jobs, uint32_t count, uint32_t *counts,
    VEC *masks) {
    bool is_edit = kind == TEXT_LEVENSHTEIN || kind == TEXT_OSA;
    uint32_t steps = 0;
    for (uint32_t i = 0; i < count; i++) steps = jobs[i].text_length > steps ? jobs[i].text_length : steps;
    // A row more than needed: filling may write in pairs.
    size_t group_rows = ((size_t)steps + 1) * words;
    _Alignas(VECTOR_BYTES) LANE starts[MAX_GROUPS * LANES], windows[MAX_GROUPS * LANES];
    _Alignas(VECTOR_BYTES) LANE bands[MAX_GROUPS * MAX_WORDS * LANES], state[MAX_GROUPS][MAX_WORDS][LANES];
    _Alignas(VECTOR_BYTES) LANE other[MAX_GROUPS][MAX_WORDS][LANES];
    for (uint32_t i = 0; i < count; i++) {
        const text_job *job = &jobs[i];
        uint32_t g = i / LANES, l = i % LANES, m = job->pattern_length, n = job->text_length;
        LANE *lane = (LANE *)(masks + g * group_rows) + l;
        uint32_t first = is_edit ? steps - n : 0;
        NAME(fill)(job, words, lane + (size_t)first * words * LANES);
        if (is_edit) {
            NAME(clear)(lane, words, 0, first);
            starts[i] = (LANE)first;
        } else {
            NAME(clear)(lane, words, n, steps);
        }
        if (kind != TEXT_JARO) continue;
        uint32_t window = (m > n ? m : n) / 2;
        if (window > 0) window--;
        windows[i] = (LANE)window;
        for (uint32_t w = 0; w < words; w++) {
            uint32_t passed = w * LANE_BITS;
            bands[(g * words + w) * LANES + l] = NAME(low)(window + 1 > passed ? window + 1 - passed : 0);
            state[g][w][l] = (LANE)~NAME(low)(m > passed ? m - passed : 0);
        }
    }

    VEC a[MAX_GROUPS][MAX_WORDS], b[MAX_GROUPS][MAX_WORDS], missed[MAX_GROUPS];
    SIGNED_VEC window[MAX_GROUPS];
    switch (kind) {
    case TEXT_LEVENSHTEIN:
        NAME(edit)(false, words, groups, masks, group_rows, steps, NULL, starts, a, b);
        break;
    case TEXT_OSA:
        NAME(edit)(true, words, groups, masks, group_rows, steps, NULL, starts, a, b);
        break;
    case TEXT_LCS: NAME(lcs)(words, groups, masks, group_rows, steps, NULL, a); break;
    case TEXT_JARO:
        for (uint32_t g = 0; g < groups; g++) {
            memcpy(&window[g], windows + g * LANES, VECTOR_BYTES);
            for (uint32_t w = 0; w < words; w++) {
                memcpy(&a[g][w], state[g][w], VECTOR_BYTES);
                memcpy(&b[g][w], bands + (g * words + w) * LANES, VECTOR_BYTES);
            }
        }
        NAME(jaro)(words, groups, masks, group_rows, masks, group_rows, steps, NULL, window, b, a, missed);
        break;
    }
    for (uint32_t g = 0; g < groups; g++) {
        for (uint32_t w = 0; w < words; w++) {
            memcpy(state[g][w], &a[g][w], VECTOR_BYTES);
            if (is_edit) memcpy(other[g][w], &b[g][w], VECTOR_BYTES);
        }
        if (kind == TEXT_JARO) memcpy(other[g][0], &missed[g], VECTOR_BYTES);
    }
    for (uint32_t i = 0; i < count; i++) {
        const text_job *job = &jobs[i];
        uint32_t g = i / LANES, l = i % LANES, m = job->pattern_length, found = 0;
        if (is_edit) found = job->text_length;
        if (kind == TEXT_LCS) found = job->stripped;
        for (uint32_t w = 0; w < words; w++) {
            LANE inside = NAME(low)(m > w * LANE_BITS ? m - w * LANE_BITS : 0), word = state[g][w][l];
            switch (kind) {
            case TEXT_LCS: found += NAME(ones)((LANE)(~word & inside)); break;
            case TEXT_JARO: found += NAME(ones)((LANE)(word & inside)); break;
            default: found += NAME(ones)((LANE)(word & inside)) - NAME(ones)((LANE)(other[g][w][l] & inside));
            }
        }
        // Misplaced are the rows missed less those that were cleared.
        if (kind == TEXT_JARO) found |= ((uint32_t)other[g][0][l] + found - steps) << 16;
        counts[job->slot] = found;
    }
}

TEXT_INLINE void NAME(count_all)(
    text_count kind, uint32_t words, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    // Two groups side by side hide the latency of each other's chains; four words do that alone.
    uint32_t groups = words <= 2 ? 2 : 1;
    size_t done = 0;
    if (groups == 2)
        for (; done + LANES < count; done += 2 * LANES) {
            uint32_t size = count - done < 2 * LANES ? (uint32_t)(count - done) : (uint32_t)(2 * LANES);
            NAME(count_group)(kind, words, 2, jobs + done, size, counts, memory);
        }
    for (; done < count; done += LANES) {
        uint32_t size = count - done < LANES ? (uint32_t)(count - done) : (uint32_t)LANES;
        NAME(count_group)(kind, words, 1, jobs + done, size, counts, memory);
    }
}
