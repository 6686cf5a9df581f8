/** The fields of the project's own package.json that decide how its sources are resolved, bundled and loaded. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';

/**
 * `name` and `exports` since a package may import itself, `imports` for names with `#`, `sideEffects` for what may be
 * left out, `type` for how Node.js loads a program. Packages are named by what is locked, not by what is asked for.
 */
const deciding = ['browser', 'exports', 'imports', 'main', 'module', 'name', 'sideEffects', 'type'];

/**
 * Entries of `exports` that are not among the fields. A job that imports by one has the source that it leads to in its
 * closure, by path and content, so that the entry says nothing more; the other entries count for every job alike.
 */
const countedAsSources: ReadonlySet<string> = new Set(['./task']);

/** @param mainFields further names, which the options of the bundler give. */
export function projectFields(description: JsonObject, mainFields: readonly string[] = []): JsonObject {
  const names = [...new Set([...deciding, ...mainFields])].sort(byCodeUnit);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = description[name];
      return value === undefined ? [] : [[name, name === 'exports' ? countedExports(value) : value]];
    }),
  );
}

function countedExports(exports: JsonValue): JsonValue {
  if (!isJsonObject(exports)) return exports;
  return Object.fromEntries(Object.entries(exports).filter(([entry]) => !countedAsSources.has(entry)));
}
