/**
 * What an archive of the program holds, as it was packed: a changed file of the installed package gives itself away. Its
 * build is not in the list, since a build names itself by what it holds.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { contract, contractProblemText, exact, mapOf } from '../../schemas/contract.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { unlessMissing } from '../util/system-error.ts';
import { type SourceBlobs, workingBlobId } from './sources.ts';

export const contentsFile = 'dist/contents.json';

const contentsFormat = contract(
  contentsFile,
  exact({
    formatVersion: Type.Literal(1),
    /** Path in the package to git's id of the content. */
    files: mapOf(/^[^\\]+$/, Type.String({ pattern: '^[0-9a-f]{40}$' })),
  }),
);

/** @param parts files and folders that are packed, from the folder of the package. */
export function writeContents(root: string, parts: readonly string[]): void {
  const paths = ['package.json', ...parts.filter((part) => !part.startsWith('dist'))];
  const files = Object.fromEntries(
    paths.flatMap((path) => filesIn(root, path)).map((path) => [path, workingBlobId(root, path)]),
  );
  writeFileSync(join(root, contentsFile), `${JSON.stringify({ formatVersion: 1, files })}\n`);
}

/** Why the list cannot be read, in words, is the only failure. */
export function readContents(root: string): Result<SourceBlobs, string> {
  const text = unlessMissing(() => readFileSync(join(root, contentsFile), 'utf8'));
  if (text === undefined) return fail('the list is missing');
  const read = contentsFormat.parse(text);
  return read.ok ? ok(read.value.files) : fail(read.failures.map(contractProblemText).join('; '));
}

/** Paths that are missing, hold other bytes, or were not packed, in code-unit order. */
export function changedContents(root: string, contents: SourceBlobs): string[] {
  const tops = new Set(Object.keys(contents).map((path) => path.split('/')[0] ?? path));
  const found = [...tops].flatMap((path) => filesIn(root, path));
  const changed = Object.entries(contents).filter(([path, blob]) => workingBlobId(root, path) !== blob);
  const added = found.filter((path) => !Object.hasOwn(contents, path));
  return [...new Set([...changed.map(([path]) => path), ...added])].sort(byCodeUnit);
}

function filesIn(root: string, path: string): string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) return stat === undefined ? [] : [path];
  return readdirSync(join(root, path)).flatMap((name) => filesIn(root, `${path}/${name}`));
}
