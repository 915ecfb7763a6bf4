// Every entry point and every instruction set of this machine against the scalar road, bit by bit.
// Built and run by `selfcheck`, also for arm64 under an emulator.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tieout_text.h"

enum { PAIRS = 700, LONGEST = 300 };

static uint64_t seed = 42;
static uint32_t below(uint32_t end) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % end);
}

// A value over few letters, sometimes with a character of two bytes.
static uint32_t fill(uint8_t *bytes, uint32_t length, uint32_t letters) {
    bool exotic = below(20) == 0;
    uint32_t used = 0;
    while (used < length) {
        if (exotic && below(4) == 0 && used + 2 <= length) {
            bytes[used++] = 0xc3;
            bytes[used++] = (uint8_t)(0xa0 + below(4));
        } else {
            bytes[used++] = below(6) == 0 ? ' ' : (uint8_t)('a' + below(letters));
        }
    }
    return used;
}

int main(int argument_count, char **arguments) {
    int rounds = argument_count > 1 ? atoi(arguments[1]) : 40;
    static uint8_t bytes[2][PAIRS][LONGEST];
    static tieout_text_pair pairs[PAIRS];
    static tieout_text_value rows[PAIRS], columns[PAIRS];
    static float expected[PAIRS], found[PAIRS], matrix[6 * PAIRS], row_results[PAIRS];
    static uint32_t expected_distances[PAIRS], found_distances[PAIRS];
    static const float cutoffs[] = {0, 0.5f, 0.8f, 0.9f, 1};
    tieout_text_scratch *scratch = tieout_text_scratch_create();
    long compared = 0;
    for (int round = 0; round < rounds; round++) {
        uint32_t most = (uint32_t[]){8, 20, 40, 70, 140, LONGEST}[round % 6];
        for (uint32_t i = 0; i < PAIRS; i++) {
            uint32_t letters = 2 + below(10);
            uint32_t a = fill(bytes[0][i], below(most + 1), letters);
            uint32_t b = fill(bytes[1][i], below(most + 1), letters);
            if (below(3) == 0 && a > 0) {  // a damaged copy
                memcpy(bytes[1][i], bytes[0][i], b = a);
                bytes[1][i][below(a)] = 'q';
            }
            pairs[i] = (tieout_text_pair){bytes[0][i], bytes[1][i], a, b};
            rows[i] = (tieout_text_value){bytes[0][i], a};
            columns[i] = (tieout_text_value){bytes[1][i], b};
        }
        float cutoff = cutoffs[below(5)];
        uint32_t cutoff_distance = below(most);
        for (int measure = TIEOUT_TEXT_LEVENSHTEIN; measure <= TIEOUT_TEXT_TOKEN_SET; measure++) {
            for (int level = TIEOUT_TEXT_SCALAR; level <= TIEOUT_TEXT_AVX512; level++) {
                if (!tieout_text_available(level)) continue;
                tieout_text_force(level);
                bool is_oracle = level == TIEOUT_TEXT_SCALAR;
                float *results = is_oracle ? expected : found;
                tieout_text_similarities(measure, pairs, PAIRS, cutoff, results, scratch);
                compared += PAIRS;
                if (memcmp(results, expected, sizeof expected) != 0)
                    return fprintf(stderr, "measure %d, level %d: similarities differ\n", measure, level), 1;
                if (measure <= TIEOUT_TEXT_INDEL) {
                    uint32_t *distances = is_oracle ? expected_distances : found_distances;
                    tieout_text_distances(measure, pairs, PAIRS, cutoff_distance, distances, scratch);
                    if (memcmp(distances, expected_distances, sizeof expected_distances) != 0)
                        return fprintf(stderr, "measure %d, level %d: distances differ\n", measure, level), 1;
                }
                // Six rows go through tiles, one would go pair by pair; the first is checked.
                tieout_text_matrix(measure, rows, 6, columns, PAIRS, cutoff, matrix, scratch);
                tieout_text_pair with_row[PAIRS];
                for (uint32_t i = 0; i < PAIRS; i++)
                    with_row[i] = (tieout_text_pair){
                        rows[0].bytes, columns[i].bytes, rows[0].length, columns[i].length};
                tieout_text_force(TIEOUT_TEXT_SCALAR);
                tieout_text_similarities(measure, with_row, PAIRS, cutoff, row_results, scratch);
                if (memcmp(matrix, row_results, sizeof row_results) != 0)
                    return fprintf(stderr, "measure %d, level %d: one to many differs\n", measure, level), 1;
            }
        }
    }
    tieout_text_scratch_free(scratch);
    printf("%ld similarities, levels:", compared);
    for (int level = TIEOUT_TEXT_SCALAR; level <= TIEOUT_TEXT_AVX512; level++)
        if (tieout_text_available(level)) printf(" %d", level);
    printf(": all agree\n");
    return 0;
}
