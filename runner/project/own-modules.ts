/** The modules of a project that uses Reprise as a package: which files they are, and under which names they register. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { unlessMissing } from '../util/system-error.ts';

export interface OwnModule {
  readonly kind: ModuleKind;
  /** As manifests call it. */
  readonly name: string;
  /** The file that exports it, from the project's folder. */
  readonly path: string;
}

export const moduleKinds = ['method', 'space', 'task'] as const;
export type ModuleKind = (typeof moduleKinds)[number];

const source = /\.(?:[cm]?[jt]s|json)$/;
const test = /\.test\.[cm]?[jt]s$/;

/** `experiments/<kind>/<name>.ts` or `experiments/<kind>/<name>/index.ts`, in code-unit order of their paths. */
export function ownModules(root: string): readonly OwnModule[] {
  return moduleKinds.flatMap((kind) =>
    entriesOf(root, `experiments/${kind}`).flatMap(({ name: file, isFolder }): OwnModule[] => {
      const path = `experiments/${kind}/${file}`;
      if (!isFolder) {
        return file.endsWith('.ts') && !test.test(file) ? [{ kind, name: file.slice(0, -3), path }] : [];
      }
      const inside = entriesOf(root, path).some((entry) => entry.name === 'index.ts' && !entry.isFolder);
      return inside ? [{ kind, name: file, path: `${path}/index.ts` }] : [];
    }),
  );
}

/** Everything that a program takes from the project: the modules and the files beside them. Tests are none of it. */
export const ownSources = (root: string): readonly string[] =>
  moduleKinds.flatMap((kind) => sourcesBelow(root, `experiments/${kind}`)).sort(byCodeUnit);

function sourcesBelow(root: string, folder: string): string[] {
  return entriesOf(root, folder).flatMap(({ name, isFolder }) => {
    const path = `${folder}/${name}`;
    if (isFolder) return sourcesBelow(root, path);
    return source.test(name) && !test.test(name) ? [path] : [];
  });
}

function entriesOf(root: string, folder: string) {
  const entries = unlessMissing(() => readdirSync(join(root, folder), { withFileTypes: true })) ?? [];
  return entries
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
}
