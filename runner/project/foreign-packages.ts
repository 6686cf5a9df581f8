/**
 * What lies among the sources and would change what their imports mean: packages that the bundler takes before the
 * locked ones, and descriptions of packages. No job key covers either, and git ignores folders of packages.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { unlessMissing } from '../util/system-error.ts';

const folders = ['architectures', 'experiments', 'runner', 'schemas', 'scripts'];
const foreign: ReadonlySet<string> = new Set(['node_modules', 'package.json']);

/** Paths from the project's folder, in code-unit order. */
export const foreignPackages = (root: string): readonly string[] =>
  folders.flatMap((folder) => below(root, folder)).sort(byCodeUnit);

function below(root: string, folder: string): string[] {
  const entries = unlessMissing(() => readdirSync(join(root, folder), { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (foreign.has(entry.name)) return [path];
    return entry.isDirectory() ? below(root, path) : [];
  });
}
