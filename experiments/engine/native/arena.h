// Working memory of one call, outside of the WebAssembly memory: one block for each thread, which grows and is kept.
#pragma once
#include <stddef.h>

/** Begins a call that will take at most `bytes` (and 64 more for each take). @return 0 when there is no room */
int arena_begin(size_t bytes, int takes);

/** @return `count` floats at a cache line's start, undefined in content */
float *arena_take(size_t count);
