// Laying out by column in plain C, which any compiler makes 16-byte copies of; sums; and the choice of the
// kernel for the machine.
#include "tieout_columns.h"
#include "tieout_scan.h"

#define KERNEL(name) tieout_##name##_scalar
#define KERNEL_TARGET

#include "columns_kernel.h"

#if defined(__x86_64__)
void tieout_lay_out_columns_avx2(const tieout_fields *fields, uint8_t *const *values, uint32_t *const *ends);
#endif

void tieout_lay_out_columns_on(int isa, const tieout_fields *fields, uint8_t *const *values,
                               uint32_t *const *ends) {
#if defined(__x86_64__)
    if (isa != TIEOUT_ISA_SCALAR) {
        tieout_lay_out_columns_avx2(fields, values, ends);
        return;
    }
#endif
    (void)isa;
    tieout_lay_out_columns_scalar(fields, values, ends);
}

void tieout_lay_out_columns(const tieout_fields *fields, uint8_t *const *values, uint32_t *const *ends) {
    const int isa = tieout_isa_usable(TIEOUT_ISA_AVX2) ? TIEOUT_ISA_AVX2 : TIEOUT_ISA_SCALAR;
    tieout_lay_out_columns_on(isa, fields, values, ends);
}

// The lengths of eight records are added to as many sums, which any vector unit does without knowing
// where a record ends.
void tieout_column_bytes(const tieout_fields *fields, uint64_t *sums) {
    enum { RECORDS = 8, MOST = 512 };
    const size_t columns = fields->columns;
    const size_t period = RECORDS * columns;
    const uint32_t *length = fields->lengths;
    size_t records = fields->records;
    if (period <= MOST) {
        // A batch's bytes have 32-bit places, so that no sum overflows.
        uint32_t partial[MOST] = {0};
        for (; records >= RECORDS; records -= RECORDS, length += period) {
            for (size_t i = 0; i < period; i++) partial[i] += length[i];
        }
        for (size_t i = 0; i < period; i++) sums[i % columns] += partial[i];
    }
    for (; records > 0; records--) {
        for (size_t column = 0; column < columns; column++) sums[column] += *length++;
    }
}
