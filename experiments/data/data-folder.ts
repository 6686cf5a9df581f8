/**
 * Reading the files of a data set. Every file is checked against the folder's index.json, because the digest of that
 * index is part of the job's key: other bytes would be stored under the wrong key.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import { dataIndexContract } from '../../schemas/data-index.ts';
import type { DataIndex, DataSetInfo } from '../../schemas/data-sets/data-set.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';

export type DataFiles = ReadonlyMap<string, Uint8Array>;

export function readDataFiles(
  { name, files: names }: Pick<DataSetInfo, 'name' | 'files'>,
  folder: string | null,
): Result<DataFiles, JobFailure> {
  const hint = `Run \`reprise data add ${name}\` to (re)import the data set`;
  const refuse = (message: string) => fail({ reason: 'job-refused' as const, message, hint });
  if (folder === null) return refuse(`The job names no folder for data set ${name}`);
  const index = readIndex(folder);
  if (index?.name !== name) return refuse(`Data set ${name} has no readable index.json`);
  const files = new Map<string, Uint8Array>();
  for (const file of names) {
    const bytes = readOrUndefined(join(folder, file));
    if (!bytes) return refuse(`Data set ${name} lacks its file ${file}`);
    if (sha256(bytes) !== index.files[file]?.digest) {
      return refuse(`${file} of data set ${name} differs from what index.json records`);
    }
    files.set(file, bytes);
  }
  return ok(files);
}

function readIndex(folder: string): DataIndex | undefined {
  const bytes = readOrUndefined(join(folder, 'index.json'));
  const index = bytes && dataIndexContract.parse(new TextDecoder().decode(bytes));
  return index?.ok ? index.value : undefined;
}

function readOrUndefined(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
