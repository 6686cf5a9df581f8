/** Whether something has changed since the page looked: told by the times of files, so that nothing is read for it. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFolders } from '../build/sources.ts';
import { layoutOf } from '../store/layout.ts';
import { unlessRefused } from '../util/system-error.ts';

const git = ['HEAD', 'index', 'logs/HEAD'].map((name) => join('.git', name));
const files = ['package.json', 'package-lock.json', 'packages.digest.json'];

/** Of the code and the manifests of a project. */
export function treeStamp(root: string): string {
  const folders = [...sourceFolders, 'manifests'].flatMap((folder) => timesBelow(join(root, folder)));
  return digest([...[...git, ...files].map((path) => timeOf(join(root, path))), ...folders]);
}

/** Of the results in a store: a record, failure or run that comes or goes changes the time of its folder. */
export function storeStamp(storeRoot: string): string {
  const { records, failures, runs } = layoutOf(storeRoot);
  const shards = names(records).map((name) => timeOf(join(records, name)));
  const folders = [records, failures, runs, join(storeRoot, 'latest')].map(timeOf);
  return digest([...folders, ...shards]);
}

function timesBelow(folder: string): string[] {
  return (unlessRefused(() => readdirSync(folder, { withFileTypes: true })) ?? []).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? timesBelow(path) : [`${path} ${timeOf(path)}`];
  });
}

const names = (folder: string): string[] => unlessRefused(() => readdirSync(folder)) ?? [];

const timeOf = (path: string): string =>
  String(unlessRefused(() => statSync(path, { throwIfNoEntry: false }))?.mtimeMs ?? '-');

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
