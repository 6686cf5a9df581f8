/** `index.json`: what a data set's folder must hold. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalDigest } from '../../schemas/canonical.ts';
import { contractProblemText } from '../../schemas/contract.ts';
import { type DataIndex, type DataSetName, dataSets } from '../../schemas/data.ts';
import { dataIndexContract } from '../../schemas/data-index.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type HashedFile, hashFile } from '../util/hash-file.ts';
import { oddKind, readRegularFile, unreadableText } from '../util/regular-file.ts';
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
  const invalid = (detail: string) => fail({ reason: 'data-index-invalid' as const, name, path, detail });
  const bytes = readRegularFile(path, mostBytes);
  if (!bytes.ok) {
    const [why] = bytes.failures;
    if (why?.reason === 'system' && (why.code === 'ENOENT' || why.code === 'ENOTDIR')) {
      return fail({ reason: 'data-set-missing', name, folder });
    }
    return invalid(why ? `cannot be read: expected a file, found ${unreadableText(why)}` : 'cannot be read');
  }
  const index = dataIndexContract.parse(bytes.value.toString('utf8'));
  if (!index.ok) return invalid(`is no index: ${index.failures.map(contractProblemText).join('; ')}`);
  const detail = contradiction(name, index.value);
  return detail === null ? ok(index.value) : invalid(detail);
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** An index is a few hundred bytes long. */
const mostBytes = 1 << 20;

function contradiction(name: DataSetName, index: DataIndex): string | null {
  const { files } = index;
  if (index.name !== name) return `is the index of \`${shortened(index.name)}\``;
  const expected = [...dataSets[name].files].sort().join(', ');
  const found = Object.keys(files).sort().join(', ');
  if (found !== expected) return `should list ${expected}, and lists ${shortened(found)}`;
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
    const kind = oddKind(state);
    if (kind !== undefined) return [{ reason: 'data-file-kind', name, path, kind }];
    if (how === 'quick' && state.size === expected.bytes && state.mtimeMs <= written) return [];
    const found = hashFile(path).digest;
    if (found === expected.digest) return [];
    return [{ reason: 'data-file-changed', name, path, expected: expected.digest, found }];
  });
}
