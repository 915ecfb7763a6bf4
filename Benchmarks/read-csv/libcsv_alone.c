// libcsv on its own: parses a file in one thread and lets every field go. Prints the number of fields
// and their bytes.
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

struct tally {
    unsigned long long fields, bytes;
};

static void on_field(void *bytes, size_t count, void *context) {
    (void)bytes;
    struct tally *tally = context;
    tally->fields++;
    tally->bytes += count;
}

static int no_space(unsigned char byte) { return (void)byte, 0; }

int main(int count, char **arguments) {
    static char buffer[4 << 20];
    struct csv_parser parser;
    struct tally tally = {0, 0};
    FILE *file = count > 1 ? fopen(arguments[1], "rb") : NULL;
    if (!file || csv_init(&parser, 0) != 0) return 2;
    csv_set_space_func(&parser, no_space);
    size_t got;
    while ((got = fread(buffer, 1, sizeof buffer, file)) > 0) {
        if (csv_parse(&parser, buffer, got, on_field, NULL, &tally) != got) return 2;
    }
    if (csv_fini(&parser, on_field, NULL, &tally) != 0) return 2;
    csv_free(&parser);
    fclose(file);
    printf("%llu %llu\n", tally.fields, tally.bytes);
    return 0;
}
