/** The lines of a registry for modules that a package does not know. */
import { posix } from 'node:path';
import type { OwnModule } from './own-modules.ts';

const firstEntry = /^ *(?:'[^'\n]+'|[\w$]+): \(\) => import\(/m;

/**
 * The source of a registry with an entry for each module before its own entries. Nothing else of it changes, so that the
 * registry is the same to every job that asks for none of them.
 * @throws Error for a text without entries.
 */
export function withEntries(text: string, modules: readonly OwnModule[]): string {
  const at = text.search(firstEntry);
  if (at < 0) throw new Error('Internal error: a registry without entries');
  const lines = modules.map(
    ({ name, path }) => `  '${name}': () => import('${posix.relative('experiments/registry', path)}'),\n`,
  );
  return text.slice(0, at) + lines.join('') + text.slice(at);
}
