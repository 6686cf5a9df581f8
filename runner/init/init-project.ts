/** Makes a project of a folder: writes what is missing and leaves what is there, but for lines that .gitignore lacks. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { replaceFile } from '../util/atomic-file.ts';
import { unlessMissing } from '../util/system-error.ts';
import { ignored, packageJson, starterFiles } from './starter.ts';

/** Paths from the folder. */
export interface Initialised {
  readonly written: readonly string[];
  readonly completed: readonly string[];
  readonly kept: readonly string[];
}

export function initProject(root: string): Initialised {
  const files = { 'package.json': packageJson(packageName(root)), ...starterFiles };
  const isThere = (path: string): boolean => existsSync(join(root, path));
  const kept = Object.keys(files).filter(isThere);
  const missing = Object.entries(files).filter(([path]) => !kept.includes(path));
  const isIgnoring = isThere(ignoreFile);
  const lines = withIgnored(root);
  for (const [path, text] of missing) replaceFile(join(root, path), text);
  if (lines !== undefined) replaceFile(join(root, ignoreFile), lines);
  const ignore = lines === undefined ? 'kept' : isIgnoring ? 'completed' : 'written';
  const also = (state: typeof ignore): string[] => (state === ignore ? [ignoreFile] : []);
  return {
    written: [...missing.map(([path]) => path), ...also('written')],
    completed: also('completed'),
    kept: [...kept, ...also('kept')],
  };
}

const ignoreFile = '.gitignore';

/** npm takes no others. */
const packageName = (root: string): string =>
  basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'experiments';

/** The text of .gitignore with the lines that it lacks; undefined where it has all. */
function withIgnored(root: string): string | undefined {
  const text = unlessMissing(() => readFileSync(join(root, ignoreFile), 'utf8')) ?? '';
  const lines = new Set(text.split(/\r?\n/).map((line) => line.replace(/^\/|\/$/g, '')));
  const lacking = ignored.filter((line) => !lines.has(line));
  if (lacking.length === 0) return undefined;
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${end}${lacking.join('\n')}\n`;
}
