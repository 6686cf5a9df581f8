/** Brings what a task left on the shared folder to where its claim expects it. */
import { constants } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobSpec } from '../../../schemas/job.ts';
import type { TaskEnd } from '../../../schemas/slurm.ts';
import { errorCode, isDiskFull } from '../../util/system-error.ts';
import { failed, type JobOutcome } from '../executor.ts';

/** @param attemptFolder what it left there stays until the outputs are in the store */
export async function collectEnd(
  end: TaskEnd,
  attemptFolder: string,
  { outputFolder }: JobSpec,
): Promise<JobOutcome> {
  const { outcome, environment, startedAt, wallMs } = end;
  if (!outcome.done) return outcome;
  const from = join(attemptFolder, 'output');
  try {
    for (const name of await readdir(from)) {
      await cp(join(from, name), join(outputFolder, name), {
        recursive: true,
        mode: constants.COPYFILE_FICLONE,
        // A link is for the store to refuse.
        verbatimSymlinks: true,
      });
    }
  } catch (error) {
    if (isDiskFull(error)) return failed({ reason: 'disk-full', path: outputFolder });
    if (errorCode(error)?.startsWith('ERR_FS_CP_') !== true) throw error;
    return failed({ reason: 'bad-output', message: 'it left something that is neither a file nor a folder' });
  }
  return {
    done: true,
    ...(outcome.program === undefined ? {} : { program: outcome.program }),
    remote: { environment, startedAt, wallMs },
  };
}
