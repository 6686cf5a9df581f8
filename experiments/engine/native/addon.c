// The kernels as functions of JavaScript. Loaded in any number of threads, each with a WebAssembly memory of its own.
#include <node_api.h>
#include <stdlib.h>
#include "call.h"

extern const struct entry KERNELS[];

/** What a thread has bound. */
struct bound {
  uint8_t *memory;
};

struct function {
  struct bound *bound;
  const struct entry *entry;
};

/** The instructions that the kernels were compiled to, and whether this processor has them. */
#if defined(REPRISE_AVX512)
#define INSTRUCTIONS "AVX512"
#define IS_SUPPORTED \
  (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") && \
   __builtin_cpu_supports("avx512dq"))
#elif defined(REPRISE_AVX2)
#define INSTRUCTIONS "AVX2"
#define IS_SUPPORTED __builtin_cpu_supports("avx2")
#else
#define INSTRUCTIONS "NEON"
#define IS_SUPPORTED 1
#endif

static napi_value run(napi_env env, napi_callback_info info) {
  napi_value given[most_arguments];
  size_t count = most_arguments;
  void *data;
  struct call call;
  napi_get_cb_info(env, info, &count, given, NULL, &data);
  const struct function *function = data;
  call.memory = function->bound->memory;
  for (size_t i = 0; i < count && i < most_arguments; i++) napi_get_value_double(env, given[i], &call.arguments[i]);
  if (!function->entry->run(&call)) {
    napi_throw_range_error(env, NULL, "The native kernels are out of memory");
  }
  return NULL;
}

/** Takes the buffer of the memory, anew after each growth. */
static napi_value bind_memory(napi_env env, napi_callback_info info) {
  napi_value buffer;
  size_t count = 1, length;
  void *data, *memory;
  napi_get_cb_info(env, info, &count, &buffer, NULL, &data);
  if (napi_get_arraybuffer_info(env, buffer, &memory, &length) != napi_ok) {
    napi_throw_type_error(env, NULL, "Expected the buffer of a WebAssembly memory");
    return NULL;
  }
  ((struct bound *)data)->memory = memory;
  return NULL;
}

static void release(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(data);
}

/** @return { instructions, bind, kernels }, or nothing where the processor lacks the instructions */
NAPI_MODULE_INIT() {
  if (!IS_SUPPORTED) return exports;
  size_t kernels = 0;
  while (KERNELS[kernels].name != NULL) kernels++;
  // One block that lives as long as the module: what is bound, then the functions.
  struct bound *bound = malloc(sizeof *bound + kernels * sizeof(struct function));
  if (bound == NULL) return exports;
  struct function *functions = (struct function *)(bound + 1);
  bound->memory = NULL;
  napi_value bind, table, instructions;
  napi_create_string_utf8(env, INSTRUCTIONS, NAPI_AUTO_LENGTH, &instructions);
  napi_create_function(env, "bind", NAPI_AUTO_LENGTH, bind_memory, bound, &bind);
  napi_create_object(env, &table);
  for (size_t i = 0; i < kernels; i++) {
    napi_value function;
    functions[i] = (struct function){bound, &KERNELS[i]};
    napi_create_function(env, KERNELS[i].name, NAPI_AUTO_LENGTH, run, &functions[i], &function);
    napi_set_named_property(env, table, KERNELS[i].name, function);
  }
  napi_set_named_property(env, exports, "instructions", instructions);
  napi_set_named_property(env, exports, "bind", bind);
  napi_set_named_property(env, exports, "kernels", table);
  napi_add_finalizer(env, exports, bound, release, NULL, NULL);
  return exports;
}
