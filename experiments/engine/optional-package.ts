/** Packages that only some engines need, and that may be missing. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type OptionalPackage =
  | { readonly state: 'loaded'; readonly exports: Readonly<Record<string, unknown>> }
  | { readonly state: 'missing' }
  /** Installed, but its code threw while it was loaded. */
  | { readonly state: 'broken'; readonly message: string };

/** Whether a folder above this module holds the package. */
const isInstalled = (name: string): boolean => {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return true;
    const parent = dirname(folder);
    if (parent === folder) return false;
    folder = parent;
  }
};

/** A name in a variable, so that a bundler leaves the import alone. */
export const loadOptional = async (name: string): Promise<OptionalPackage> => {
  if (!isInstalled(name)) return { state: 'missing' };
  try {
    return { state: 'loaded', exports: await import(/* @vite-ignore */ name) };
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { state: 'broken', message };
  }
};
