/** The list of sources beside a manifest. */
import { readFileSync } from 'node:fs';
import { contractProblemText } from '../../schemas/contract.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type Sources, sourcesFile } from '../../schemas/sources.ts';
import { unlessMissing } from '../util/system-error.ts';

/** @param manifest path of the manifest */
export const sourcesPath = (manifest: string): string => manifest.replace(/\.yaml$/, '.sources.json');

/** Undefined where a manifest has none. Why the list cannot be read, in words, is the only failure. */
export function readSources(manifest: string): Result<Sources | undefined, string> {
  const text = unlessMissing(() => readFileSync(sourcesPath(manifest), 'utf8'));
  if (text === undefined) return ok(undefined);
  const read = sourcesFile.parse(text);
  return read.ok ? ok(read.value) : fail(...read.failures.map(contractProblemText));
}
