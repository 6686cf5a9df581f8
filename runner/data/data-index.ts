/** `index.json`: what a data set's folder must hold. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalDigest } from '../../schemas/canonical.ts';
import { type DataIndex, type DataSetName, dataSets } from '../../schemas/data.ts';
import { isSha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type HashedFile, hashFile } from '../util/hash-file.ts';
import { unlessMissing } from '../util/system-error.ts';
import type { DataProblem } from './data-problem.ts';

export const indexFileName = 'index.json';

export function makeIndex(name: DataSetName, files: Readonly<Record<string, HashedFile>>): DataIndex {
  return { formatVersion: 1, name, files, digest: canonicalDigest(files) };
}

/** Readable, because people look at it; the digest in it is that of the canonical form. */
export const indexText = (index: DataIndex): string => `${JSON.stringify(index, null, 2)}\n`;

/** The index of the set in `folder`, checked against itself and the catalogue, not against the files. */
export function readIndex(name: DataSetName, folder: string): Result<DataIndex, DataProblem> {
  const path = join(folder, indexFileName);
  const text = unlessMissing(() => readFileSync(path, 'utf8'));
  if (text === undefined) return fail({ reason: 'data-set-missing', name, folder });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail({ reason: 'data-index-invalid', name, path, detail: 'is not valid JSON' });
  }
  const detail = contradiction(name, value);
  return detail === null
    ? ok(value as DataIndex)
    : fail({ reason: 'data-index-invalid', name, path, detail });
}

function contradiction(name: DataSetName, value: unknown): string | null {
  const index = value as Partial<DataIndex> | null;
  const files = index?.files;
  if (index?.formatVersion !== 1 || typeof files !== 'object' || files === null) {
    return 'does not have the shape of an index';
  }
  if (index.name !== name) return `is the index of \`${String(index.name)}\``;
  const expected = [...dataSets[name].files].sort().join(', ');
  const found = Object.keys(files).sort().join(', ');
  if (found !== expected) return `should list ${expected}, and lists ${found}`;
  const wellFormed = Object.values(files).every(
    (file) => isSha256(String(file?.digest)) && Number.isInteger(file?.bytes),
  );
  if (!wellFormed) return 'does not have the shape of an index';
  return canonicalDigest(files) === index.digest
    ? null
    : 'has a digest that its list of files does not hash to';
}

/**
 * Compares files with their index. `quick` believes a file that has the right size and was not modified after
 * the index was written; any other file is read.
 */
export function checkFiles(index: DataIndex, folder: string, how: 'quick' | 'full'): readonly DataProblem[] {
  const name = index.name as DataSetName;
  const written = statSync(join(folder, indexFileName)).mtimeMs;
  return Object.entries(index.files).flatMap(([file, expected]): readonly DataProblem[] => {
    const path = join(folder, file);
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) return [{ reason: 'data-file-missing', name, path }];
    if (how === 'quick' && state.size === expected.bytes && state.mtimeMs <= written) return [];
    const found = hashFile(path).digest;
    if (found === expected.digest) return [];
    return [{ reason: 'data-file-changed', name, path, expected: expected.digest, found }];
  });
}
