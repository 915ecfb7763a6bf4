// What the builds of the bounds share.
#ifndef TIEOUT_NEIGHBOURS_KERNEL_H
#define TIEOUT_NEIGHBOURS_KERNEL_H

#include <stdbool.h>

#include "tieout_neighbours.h"

// The values of dense lists as bytes, in multiples of a unit: their sums fit into a byte, so that one
// instruction adds a list to 64 records.
typedef struct byte_values {
    uint8_t values[TIEOUT_MOST_DENSE];
    uint8_t unit;
} byte_values;

static inline byte_values byte_values_of(const tieout_dense_list *lists, size_t count) {
    byte_values bytes;
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += lists[i].value;
    // Each is rounded up, by less than 1.
    const uint32_t room = 255 - (uint32_t)count;
    const uint32_t unit = sum > room ? (sum + room - 1) / room : 1;
    bytes.unit = (uint8_t)unit;
    for (size_t i = 0; i < count; i++) bytes.values[i] = (uint8_t)((lists[i].value + unit - 1) / unit);
    return bytes;
}

// The least sum that is wanted in a group.
static inline uint16_t least_sum(float least, float scale) {
    const float sum = least / scale;
    return sum < 1 ? 1 : sum < 65535 ? (uint16_t)sum : 65535;
}

// Plain, for the compiler to make vectors of.
static inline __attribute__((always_inline)) void maxima_of_groups(
    const uint16_t *restrict sums, size_t group_count, uint16_t *restrict maxima) {
    for (size_t group = 0; group < group_count; group++) {
        uint16_t highest = 0;
        for (int i = 0; i < TIEOUT_SCALE_GROUP; i++) {
            const uint16_t sum = sums[group * TIEOUT_SCALE_GROUP + (size_t)i];
            highest = highest > sum ? highest : sum;
        }
        maxima[group] = highest;
    }
}

typedef void tieout_maxima_function(const uint16_t *sums, size_t group_count, uint16_t *maxima);
tieout_maxima_function *tieout_group_maxima_build_avx2(void);

// Writes down the places of a group that have a bit in `wanted`, and their bounds.
static inline size_t write_reached(
    const tieout_bound_terms *terms, uint64_t wanted, size_t group, const uint16_t *sums,
    uint32_t *reached) {
    const float factor = terms->scales[group] * terms->factor;
    size_t count = 0;
    for (; wanted; wanted &= wanted - 1) {
        const size_t place = (size_t)__builtin_ctzll(wanted);
        const float bound = (float)sums[place] * factor;
        reached[count++] = (bound < 65534 ? (uint32_t)bound + 1 : 65535) << 16
            | (uint32_t)(group * TIEOUT_SCALE_GROUP + place);
    }
    return count;
}

#endif
