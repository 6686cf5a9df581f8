#include "arena.h"
#include <stdint.h>
#include <stdlib.h>

enum { line = 64 };

static _Thread_local struct {
  char *start;
  size_t size, used;
} arena;

int arena_begin(size_t bytes, int takes) {
  const size_t wanted = bytes + line * ((size_t)takes + 1);
  arena.used = 0;
  if (wanted <= arena.size) return 1;
  free(arena.start);
  arena.start = malloc(wanted + wanted / 4);
  arena.size = arena.start == NULL ? 0 : wanted + wanted / 4;
  return arena.start != NULL;
}

float *arena_take(size_t count) {
  const uintptr_t at = ((uintptr_t)arena.start + arena.used + line - 1) & ~(uintptr_t)(line - 1);
  arena.used = at - (uintptr_t)arena.start + count * sizeof(float);
  return (float *)at;
}
