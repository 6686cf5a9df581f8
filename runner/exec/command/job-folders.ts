/** The folders of one attempt: private, and empty but for what the program may know. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { gitBlobId } from '../../build/sources.ts';
import type { CommandProgram } from './command-program.ts';

export interface JobFolders {
  /** Of everything else here, removed after the attempt. */
  readonly top: string;
  /** Where the program starts: the declared files, at their paths in the repository. */
  readonly code: string;
  readonly temporary: string;
  /** Where the program writes its metrics. Outlives a killed attempt, like the next. */
  readonly output: string;
  readonly checkpoint: string;
}

/** A killed program may have written the beginning of a line, to which the next one would add. */
function dropHalfLine(file: string): void {
  if (!existsSync(file)) return;
  const content = readFileSync(file);
  truncateSync(file, content.lastIndexOf('\n') + 1);
}

/** @returns which files are not those that the key names */
export function makeFolders(spec: JobSpec, { root, files }: CommandProgram): Result<JobFolders, JobFailure> {
  const top = join(dirname(spec.outputFolder), 'program');
  const kept = spec.progressFolder ?? top;
  const folders = {
    top,
    code: join(top, 'code'),
    temporary: join(top, 'tmp'),
    output: join(kept, 'output'),
    checkpoint: join(kept, 'checkpoint'),
  };
  rmSync(top, { recursive: true, force: true });
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  rmSync(join(folders.output, 'metrics.json'), { force: true });
  dropHalfLine(join(folders.output, 'metrics.jsonl'));
  const changed: string[] = [];
  for (const { path, blob, isExecutable } of files) {
    const copy = join(folders.code, path);
    mkdirSync(dirname(copy), { recursive: true });
    try {
      copyFileSync(join(root, path), copy);
    } catch (error) {
      if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ENOENT') throw error;
      changed.push(path);
      continue;
    }
    chmodSync(copy, isExecutable ? 0o755 : 0o644);
    // What was copied is what runs, whatever happens to the original.
    if (gitBlobId(copy) !== blob) changed.push(path);
  }
  return changed.length === 0 ? ok(folders) : fail({ reason: 'program-code-changed', files: changed });
}
