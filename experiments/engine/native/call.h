// How JavaScript calls a kernel: its arguments as they come, and where the WebAssembly memory lies.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { most_arguments = 22 };

struct call {
  uint8_t *memory;
  double arguments[most_arguments];
};

/** An argument that is an address in the WebAssembly memory; 0 stands for nothing. */
static inline void *at(const struct call *call, int i) {
  const uint32_t address = (uint32_t)(int64_t)call->arguments[i];
  return address == 0 ? NULL : call->memory + address;
}

static inline int whole(const struct call *call, int i) { return (int)call->arguments[i]; }

/** A kernel of the same name as the one that it stands in for. @return 0 when there is no room for its scratch */
typedef int kernel(const struct call *call);

struct entry {
  const char *name;
  kernel *run;
};

