// Laying out by column with 32-byte copies.
#if defined(__x86_64__)

#define KERNEL(name) tieout_##name##_avx2
#define KERNEL_TARGET __attribute__((target("avx2")))

#include "columns_kernel.h"

#endif
