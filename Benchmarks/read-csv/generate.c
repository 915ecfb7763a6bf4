// Writes the file that the readers are measured on: `generate ROWS > rows.csv`. The same rows always.
//
// Eight columns, about 100 bytes a row: a quarter of the rows have a quoted field, and of those one in
// four holds doubled quotes, one in four a delimiter, one in four a line feed, one in four nothing that
// would have needed quotes.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t state = 1;

// SplitMix64 (Steele, Lea, Flood 2014).
static uint64_t next(void) {
    uint64_t z = state += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static uint32_t below(uint32_t limit) { return (uint32_t)((next() >> 32) * limit >> 32); }

#define PICK(list) list[below(sizeof list / sizeof *list)]

static const char *const given[] = {"Ada",    "Grace",  "Alan",  "Edsger", "Barbara", "Donald", "Katherine", "Claude",
                                    "Sophie", "Évariste", "Emmy", "Carl",   "Srinivasa", "Maryam", "Leonhard", "Hypatia"};
static const char *const family[] = {"Lovelace", "Hopper", "Turing",  "Dijkstra", "Liskov",    "Knuth",   "Johnson", "Shannon",
                                     "Germain",  "Galois", "Noether", "Gauss",    "Ramanujan", "Mirzakhani", "Euler", "Smith"};
static const char *const city[] = {"Amsterdam", "Bristol", "Cologne", "Dublin", "Eindhoven", "Florence",
                                   "Göteborg",  "Helsinki", "Innsbruck", "Lyon", "Porto", "Zürich"};
static const char *const state_of_order[] = {"open", "paid", "shipped", "returned", "cancelled"};
static const char *const word[] = {"deliver", "to",   "the",   "back",  "door",    "please", "ring",   "twice",
                                   "before",  "noon", "leave", "with",  "neighbour", "fragile", "gift", "wrapped",
                                   "invoice", "by",   "post",  "again", "urgent",  "second", "attempt", "upstairs"};

static void words(uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (i) putchar_unlocked(' ');
        fputs_unlocked(PICK(word), stdout);
    }
}

// A note: quoted in a quarter of the rows, and then sometimes with what must be quoted inside.
static void note(void) {
    if (below(4)) {
        words(1 + below(4));
        return;
    }
    putchar_unlocked('"');
    words(1 + below(2));
    switch (below(4)) {
    case 0: fputs_unlocked(", ", stdout); break;
    case 1: fputs_unlocked(" \"\"as agreed\"\" ", stdout); break;
    case 2: putchar_unlocked('\n'); break;
    default: putchar_unlocked(' '); break;
    }
    words(1 + below(2));
    putchar_unlocked('"');
}

int main(int count, char **arguments) {
    const long rows = count > 1 ? strtol(arguments[1], NULL, 10) : 5000000;
    static char buffer[1 << 20];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    fputs("id,customer,email,city,amount,ordered,state,note\n", stdout);
    for (long row = 1; row <= rows; row++) {
        // One draw a line: the order in which a call's arguments are evaluated is the compiler's.
        const char *const first = PICK(given), *const last = PICK(family);
        const uint32_t number = below(100000);
        const char *const where = PICK(city);
        const uint32_t whole = below(10000), cents = below(100);
        const uint32_t year = 10 + below(16), month = 1 + below(12), day = 1 + below(28);
        printf("%ld,%s %s,%s%u@example.com,%s,%u.%02u,20%02u-%02u-%02u,%s,", row, first, last, last, number, where,
               whole, cents, year, month, day, PICK(state_of_order));
        note();
        putchar_unlocked('\n');
    }
    return fflush(stdout) != 0;
}
