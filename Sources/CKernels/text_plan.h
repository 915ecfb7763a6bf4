// Sorts pairs into lanes: by the width their patterns need, then by the length of their texts. Included
// by the file of an instruction set, which defines `look_at`. Without branches that depend on the
// values, as their lengths are as good as random.
//
// What two values have in common at both ends changes neither an edit distance nor what they share
// beyond it, so it is left out: alike values become short ones.

// Classes of lanes, each with its texts in 64 steps of length.
enum { STEPS = 64, BINS = TEXT_CLASSES * STEPS };

// Pairs between asking for a value and looking at it.
enum { AHEAD = 16 };

// The class of a pattern, by sixteenths of its length rounded up.
static const uint8_t class_of[TEXT_LANE_PATTERN / 16 + 1] = {
    0, 0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5,
};

// The lengths of the class's own patterns are told apart best, longer ones by 32 characters.
static inline uint32_t step_of(uint32_t class, uint32_t text_length) {
    uint32_t size = class < 2 ? 1 : 2, fine = 48 * size;
    return text_length < fine ? text_length / size : 48 + (text_length - fine) / 32;
}

// What a pair of values, not both longer than lanes hold, looks like: equal bytes at the start, and
// at the end of what that leaves; both 0 unless they are to be stripped.
typedef struct pair_look {
    bool are_ascii;
    uint32_t start, end;
} pair_look;

static inline pair_look look_at(const tieout_text_pair *pair, bool strip);

static inline __attribute__((always_inline)) void plan_all(text_count kind, const tieout_text_pair *pairs, size_t count, text_plan *plan) {
    text_job jobs[TEXT_CHUNK];
    uint16_t bins[TEXT_CHUNK], starts[BINS + 1];
    uint32_t planned = 0, others = 0;
    memset(starts, 0, sizeof starts);
    for (uint32_t i = 0; i < count; i++) {
        const tieout_text_pair *pair = &pairs[i];
        // Values lie anywhere in memory.
        if (i + AHEAD < count) {
            __builtin_prefetch(pairs[i + AHEAD].a);
            __builtin_prefetch(pairs[i + AHEAD].b);
        }
        uint32_t a = pair->a_length, b = pair->b_length;
        uint32_t shorter = a < b ? a : b, longer = a < b ? b : a;
        bool fits = shorter <= TEXT_LANE_PATTERN && longer <= TEXT_LANE_TEXT;
        pair_look look = {0};
        if (fits) look = look_at(pair, kind != TEXT_JARO);
        if (!fits || !look.are_ascii) {
            plan->others[others++] = (uint16_t)i;
            continue;
        }
        const uint8_t *start_a = pair->a + look.start, *start_b = pair->b + look.start;
        uint32_t stripped = look.start + look.end;
        a -= stripped;
        b -= stripped;
        shorter -= stripped;
        longer -= stripped;
        uint32_t class = class_of[(shorter + 15) / 16];
        // The longer value is the pattern where it fits the same lane: fewer steps.
        bool longer_is_pattern = longer <= text_class_bits[class];
        bool a_is_pattern = longer_is_pattern == (a > b);
        // Exchanged by mask: a branch would be taken half of the time.
        uintptr_t swap = (uintptr_t)0 - (uintptr_t)!a_is_pattern;
        uintptr_t first = (uintptr_t)start_a, second = (uintptr_t)start_b, apart = (first ^ second) & swap;
        uint32_t text_length = longer_is_pattern ? shorter : longer;
        jobs[planned] = (text_job){
            .pattern = (const uint8_t *)(first ^ apart),
            .text = (const uint8_t *)(second ^ apart),
            .pattern_length = a + b - text_length,
            .text_length = text_length,
            .slot = i,
            .stripped = stripped,
        };
        uint32_t bin = class * STEPS + step_of(class, text_length);
        bins[planned++] = (uint16_t)bin;
        starts[bin + 1]++;
    }
    plan->other_count = others;
    for (uint32_t bin = 0; bin < BINS; bin++) starts[bin + 1] = (uint16_t)(starts[bin + 1] + starts[bin]);
    for (uint32_t class = 0; class <= TEXT_CLASSES; class++)
        plan->class_starts[class] = starts[class * STEPS];
    for (uint32_t i = 0; i < planned; i++) plan->jobs[starts[bins[i]]++] = jobs[i];
}

static void plan(text_count kind, const tieout_text_pair *pairs, size_t count, text_plan *plan) {
    // Two copies: one strips, one does not.
    if (kind == TEXT_JARO) {
        plan_all(TEXT_JARO, pairs, count, plan);
    } else {
        plan_all(TEXT_LCS, pairs, count, plan);
    }
}
