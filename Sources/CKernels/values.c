// Picks the kernels for the machine.
#include "tieout_values.h"

#include "tieout_scan.h"

#if defined(__x86_64__)
extern const tieout_value_kernels tieout_value_kernels_vbmi2;
#endif

const tieout_value_kernels *tieout_best_value_kernels(void) {
#if defined(__x86_64__)
    if (tieout_isa_usable(TIEOUT_ISA_VBMI2)) return &tieout_value_kernels_vbmi2;
#endif
    return NULL;
}
