// What a thread does that waits for a short while.
#ifndef TIEOUT_PAUSE_H
#define TIEOUT_PAUSE_H

/// A moment for the other thread of the core, in a loop that waits for something to change.
static inline void tieout_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
