// Every row with every column. Columns that are ASCII and fit lanes are sorted into tiles; what
// remains goes pair by pair.

#include "text_pairs.h"

// Rows that share a table before the next table is built: their results stay in the cache.
enum { ROW_BLOCK = 512, FEWEST_ROWS = 4 };

// A whole matrix, or the part of it that goes pair by pair.
typedef struct job {
    tieout_text_measure measure;
    float least;
    const tieout_text_value *rows, *columns;
    size_t row_count, column_count;
    float *results;
    tieout_text_scratch *scratch;
} job;

// The place of the i-th of some values; NULL stands for all.
static size_t place_of(const uint32_t *places, size_t i) { return places == NULL ? i : places[i]; }

// Some rows with some columns, pair by pair.
static void pair_by_pair(
    const job *job, const uint32_t *rows, size_t row_count, const uint32_t *columns, size_t column_count) {
    tieout_text_pair pairs[TEXT_CHUNK];
    float results[TEXT_CHUNK];
    for (size_t r = 0; r < row_count; r++) {
        size_t row_place = place_of(rows, r);
        const tieout_text_value *row = &job->rows[row_place];
        float *out = job->results + row_place * job->column_count;
        for (size_t start = 0; start < column_count; start += TEXT_CHUNK) {
            size_t size = column_count - start < TEXT_CHUNK ? column_count - start : TEXT_CHUNK;
            for (size_t i = 0; i < size; i++) {
                const tieout_text_value *column = &job->columns[place_of(columns, start + i)];
                pairs[i] = (tieout_text_pair){row->bytes, column->bytes, row->length, column->length};
            }
            tieout_text_similarities(job->measure, pairs, size, job->least, results, job->scratch);
            for (size_t i = 0; i < size; i++) out[place_of(columns, start + i)] = results[i];
        }
    }
}

// Class of a column; TEXT_CLASSES where it fits no lane.
static int class_of(const tieout_text_value *column) {
    bool fits = column->length <= TEXT_LANE_PATTERN && text_is_ascii(column->bytes, column->length);
    if (!fits) return TEXT_CLASSES;
    int class = 0;
    while (text_class_bits[class] < column->length) class++;
    return class;
}

static void in_tiles(text_kernels kernels, const job *job) {
    size_t value_bytes = sizeof(tieout_text_value), place_bytes = sizeof(uint32_t);
    tieout_text_value *rows = text_room(&job->scratch->rows, value_bytes * job->row_count);
    tieout_text_value *columns = text_room(&job->scratch->columns, value_bytes * job->column_count);
    size_t value_count = job->row_count + job->column_count;
    uint32_t *row_places = text_room(&job->scratch->places, place_bytes * 2 * value_count);
    uint32_t *other_rows = row_places + job->row_count, *places = other_rows + job->row_count;
    uint32_t *other_columns = places + job->column_count;
    size_t row_count = 0, other_row_count = 0, starts[TEXT_CLASSES + 1], column_count = 0, other_count = 0;

    for (uint32_t r = 0; r < job->row_count; r++) {
        const tieout_text_value *row = &job->rows[r];
        bool fits = row->length <= TEXT_LANE_TEXT && text_is_ascii(row->bytes, row->length);
        if (!fits) other_rows[other_row_count++] = r;
        if (fits) {
            rows[row_count] = *row;
            row_places[row_count++] = r;
        }
    }
    for (int class = 0; class <= TEXT_CLASSES; class++) {
        starts[class] = column_count;
        for (uint32_t c = 0; c < job->column_count; c++) {
            if (class_of(&job->columns[c]) != class) continue;
            if (class == TEXT_CLASSES) {
                other_columns[other_count++] = c;
            } else {
                columns[column_count] = job->columns[c];
                places[column_count++] = c;
            }
        }
    }

    void *memory = text_room(&job->scratch->lanes, TEXT_LANE_MEMORY);
    for (size_t start = 0; start < row_count; start += ROW_BLOCK) {
        for (int class = 0; class < TEXT_CLASSES; class++) {
            size_t first = starts[class];
            text_tile tile = {
                .measure = job->measure,
                .least = job->least,
                .columns = columns + first,
                .column_places = places + first,
                .column_count = starts[class + 1] - first,
                .rows = rows + start,
                .row_places = row_places + start,
                .row_count = row_count - start < ROW_BLOCK ? row_count - start : ROW_BLOCK,
                .results = job->results,
                .stride = job->column_count,
            };
            if (tile.column_count > 0) kernels.tile(class, &tile, memory);
        }
    }
    pair_by_pair(job, row_places, row_count, other_columns, other_count);
    pair_by_pair(job, other_rows, other_row_count, NULL, job->column_count);
}

void tieout_text_matrix(
    tieout_text_measure measure, const tieout_text_value *rows, size_t row_count,
    const tieout_text_value *columns, size_t column_count, float cutoff, float *results,
    tieout_text_scratch *scratch) {
    job job = {measure, cutoff, rows, columns, row_count, column_count, results, scratch};
    if (measure == TIEOUT_TEXT_TOKEN_SET) {
        text_token_set_matrix(rows, row_count, columns, column_count, cutoff, results, scratch);
        return;
    }
    if (measure == TIEOUT_TEXT_TOKEN_SORT) {
        // The same measure over values whose words are sorted, which is done once for each.
        job.measure = TIEOUT_TEXT_INDEL;
        job.rows = text_sorted_values(rows, row_count, &scratch->row_words, scratch);
        job.columns = text_sorted_values(columns, column_count, &scratch->column_words, scratch);
    }
    text_kernels kernels = text_current_kernels();
    if (kernels.tile == NULL || row_count < FEWEST_ROWS) {
        pair_by_pair(&job, NULL, row_count, NULL, column_count);
    } else {
        in_tiles(kernels, &job);
    }
}
