// The run function of one instruction set: a copy of the lanes for each width and kind. Included
// after the three widths of text_lanes.h.

#define TEXT_RUN(bits, words)                                                        \
    switch (kind) {                                                                  \
    case TEXT_LEVENSHTEIN: count_all_##bits(TEXT_LEVENSHTEIN, words, jobs, count, counts, memory); break; \
    case TEXT_OSA: count_all_##bits(TEXT_OSA, words, jobs, count, counts, memory); break; \
    case TEXT_LCS: count_all_##bits(TEXT_LCS, words, jobs, count, counts, memory); break; \
    case TEXT_JARO: count_all_##bits(TEXT_JARO, words, jobs, count, counts, memory); break; \
    }

static void run_16(text_count kind, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    TEXT_RUN(16, 1)
}
static void run_32(text_count kind, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    TEXT_RUN(32, 1)
}
static void run_64(text_count kind, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    TEXT_RUN(64, 1)
}
static void run_96(text_count kind, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    TEXT_RUN(32, 3)
}
static void run_128(text_count kind, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    TEXT_RUN(64, 2)
}
static void run_256(text_count kind, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    TEXT_RUN(64, 4)
}

static void run(
    text_count kind, int class, const text_job *jobs, size_t count, uint32_t *counts, void *memory) {
    switch (class) {
    case 0: run_16(kind, jobs, count, counts, memory); break;
    case 1: run_32(kind, jobs, count, counts, memory); break;
    case 2: run_64(kind, jobs, count, counts, memory); break;
    case 3: run_96(kind, jobs, count, counts, memory); break;
    case 4: run_128(kind, jobs, count, counts, memory); break;
    default: run_256(kind, jobs, count, counts, memory); break;
    }
}

#undef TEXT_RUN
