// Picks the kernel for the machine.
#include "tieout_scan.h"

#define DECLARE(isa)                                                                                       \
    int tieout_scan_##isa(const uint8_t *, size_t *, size_t, const tieout_scan_dialect *,                  \
                          tieout_scan_state *, tieout_scan_output *);                                      \
    tieout_survey_result tieout_survey_##isa(const uint8_t *, size_t, uint8_t, uint8_t);

DECLARE(scalar)
#if defined(__x86_64__)
DECLARE(avx2)
DECLARE(avx512)
DECLARE(vbmi2)
#elif defined(__aarch64__)
DECLARE(neon)
#endif

int tieout_isa_usable(int isa) {
    if (isa == TIEOUT_ISA_SCALAR) return 1;
#if defined(__x86_64__)
    if (isa == TIEOUT_ISA_AVX2)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
               __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    if (isa == TIEOUT_ISA_AVX512)
        return tieout_isa_usable(TIEOUT_ISA_AVX2) && __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512bw");
    if (isa == TIEOUT_ISA_VBMI2)
        return tieout_isa_usable(TIEOUT_ISA_AVX512) && __builtin_cpu_supports("avx512vbmi2") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2") &&
               __builtin_cpu_supports("lzcnt");
#elif defined(__aarch64__)
    if (isa == TIEOUT_ISA_NEON) return 1;
#endif
    return 0;
}

static int best_isa(void) {
    if (tieout_isa_usable(TIEOUT_ISA_VBMI2)) return TIEOUT_ISA_VBMI2;
    if (tieout_isa_usable(TIEOUT_ISA_AVX512)) return TIEOUT_ISA_AVX512;
    if (tieout_isa_usable(TIEOUT_ISA_AVX2)) return TIEOUT_ISA_AVX2;
    if (tieout_isa_usable(TIEOUT_ISA_NEON)) return TIEOUT_ISA_NEON;
    return TIEOUT_ISA_SCALAR;
}

int tieout_scan_on(int isa, const uint8_t *bytes, size_t *position, size_t end,
                   const tieout_scan_dialect *dialect, tieout_scan_state *state, tieout_scan_output *output) {
#if defined(__x86_64__)
    if (isa == TIEOUT_ISA_VBMI2) return tieout_scan_vbmi2(bytes, position, end, dialect, state, output);
    if (isa == TIEOUT_ISA_AVX512) return tieout_scan_avx512(bytes, position, end, dialect, state, output);
    if (isa == TIEOUT_ISA_AVX2) return tieout_scan_avx2(bytes, position, end, dialect, state, output);
#elif defined(__aarch64__)
    if (isa == TIEOUT_ISA_NEON) return tieout_scan_neon(bytes, position, end, dialect, state, output);
#endif
    return tieout_scan_scalar(bytes, position, end, dialect, state, output);
}

size_t tieout_utf8_prefix_scalar(const uint8_t *, size_t);
#if defined(__x86_64__)
size_t tieout_utf8_prefix_avx2(const uint8_t *, size_t);
#endif

size_t tieout_utf8_prefix_on(int isa, const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (isa != TIEOUT_ISA_SCALAR) return tieout_utf8_prefix_avx2(bytes, count);
#endif
    (void)isa;
    return tieout_utf8_prefix_scalar(bytes, count);
}

size_t tieout_utf8_prefix(const uint8_t *bytes, size_t count) {
    return tieout_utf8_prefix_on(best_isa(), bytes, count);
}

int tieout_scan(const uint8_t *bytes, size_t *position, size_t end, const tieout_scan_dialect *dialect,
                tieout_scan_state *state, tieout_scan_output *output) {
    return tieout_scan_on(best_isa(), bytes, position, end, dialect, state, output);
}

tieout_survey_result tieout_survey_on(int isa, const uint8_t *bytes, size_t count, uint8_t previous,
                                      uint8_t quote) {
#if defined(__x86_64__)
    if (isa == TIEOUT_ISA_VBMI2) return tieout_survey_vbmi2(bytes, count, previous, quote);
    if (isa == TIEOUT_ISA_AVX512) return tieout_survey_avx512(bytes, count, previous, quote);
    if (isa == TIEOUT_ISA_AVX2) return tieout_survey_avx2(bytes, count, previous, quote);
#elif defined(__aarch64__)
    if (isa == TIEOUT_ISA_NEON) return tieout_survey_neon(bytes, count, previous, quote);
#endif
    return tieout_survey_scalar(bytes, count, previous, quote);
}

tieout_survey_result tieout_survey(const uint8_t *bytes, size_t count, uint8_t previous, uint8_t quote) {
    return tieout_survey_on(best_isa(), bytes, count, previous, quote);
}
