/**
 * What lies among the sources and would change what their imports mean: packages that the bundler takes before the
 * locked ones, and descriptions of packages. No job key covers either, and git ignores folders of packages.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { sourceFolders } from '../build/sources.ts';
import { unlessMissing } from '../util/system-error.ts';

const foreign: ReadonlySet<string> = new Set(['node_modules', 'package.json']);

/** Paths from the project's folder, in code-unit order. */
export const foreignPackages = (root: string): readonly string[] =>
  sourceFolders.flatMap((folder) => below(root, folder)).sort(byCodeUnit);

function below(root: string, folder: string): string[] {
  const entries = unlessMissing(() => readdirSync(join(root, folder), { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (foreign.has(entry.name)) return [path];
    return entry.isDirectory() ? below(root, path) : [];
  });
}
