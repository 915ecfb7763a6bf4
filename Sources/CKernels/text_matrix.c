// Every row with every column.

#include "text_pairs.h"

void tieout_text_matrix(
    tieout_text_measure measure, const tieout_text_value *rows, size_t row_count, const tieout_text_value *columns,
    size_t column_count, float cutoff, float *results, tieout_text_scratch *scratch) {
    tieout_text_pair pairs[TEXT_CHUNK];
    for (size_t row = 0; row < row_count; row++) {
        for (size_t start = 0; start < column_count; start += TEXT_CHUNK) {
            size_t size = column_count - start < TEXT_CHUNK ? column_count - start : TEXT_CHUNK;
            for (size_t i = 0; i < size; i++) {
                const tieout_text_value *column = &columns[start + i];
                pairs[i] = (tieout_text_pair){rows[row].bytes, column->bytes, rows[row].length, column->length};
            }
            tieout_text_similarities(
                measure, pairs, size, cutoff, results + row * column_count + start, scratch);
        }
    }
}
