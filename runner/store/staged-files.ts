/** What a job left in its staging folder. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type HashedFile, hashFile } from '../util/hash-file.ts';
import type { BadOutput } from './store-problem.ts';

export interface StagedFile extends HashedFile {
  /** Path within the folder with `/` between its parts. */
  readonly name: string;
  readonly path: string;
}

/** Names go into records, locks and tables, so they are held to characters that are the same everywhere. */
const partPattern = /^[A-Za-z0-9._+=@,~-]+$/;

/** All files, nested ones too, hashed, in code-unit order of their names. Empty folders are no output. */
export function readStagedFiles(folder: string): Result<readonly StagedFile[], BadOutput> {
  const files: StagedFile[] = [];
  const wrong = collect(folder, '', files);
  if (wrong.length > 0) return fail(...wrong.map(badOutput));
  if (files.length === 0) return fail(badOutput('the job left no output files'));
  return ok(files.sort((a, b) => byCodeUnit(a.name, b.name)));
}

const badOutput = (detail: string): BadOutput => ({ reason: 'bad-output', detail });

function collect(folder: string, prefix: string, files: StagedFile[]): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = `${prefix}${entry.name}`;
    const path = join(folder, entry.name);
    if (!partPattern.test(entry.name) || name === '__proto__') {
      return [
        `the output name ${JSON.stringify(name)} has other characters than A-Z a-z 0-9 . _ + = @ , ~ -`,
      ];
    }
    if (entry.isDirectory()) return collect(path, `${name}/`, files);
    if (!entry.isFile()) return [`the output \`${name}\` is neither a file nor a folder`];
    files.push({ name, path, ...hashFile(path) });
    return [];
  });
}
