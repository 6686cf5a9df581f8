/** The fields of the project's own package.json that decide how its sources are resolved, bundled and loaded. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { JsonObject } from '../../schemas/json.ts';

/**
 * `name` since a package may import itself, `imports` for names with `#`, `sideEffects` for what may be left out, `type`
 * for how Node.js loads a program. Not `exports`: whoever imports by an entry has the source that it leads to in its
 * closure, by path and content. Packages are named by what is locked, not by what is asked for.
 */
const deciding = ['browser', 'imports', 'main', 'module', 'name', 'sideEffects', 'type'];

/** @param mainFields further names, which the options of the bundler give. */
export function projectFields(description: JsonObject, mainFields: readonly string[] = []): JsonObject {
  const names = [...new Set([...deciding, ...mainFields])].sort(byCodeUnit);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = description[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
