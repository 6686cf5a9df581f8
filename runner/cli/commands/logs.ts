/** `reprise logs <job>`: what a job printed in its latest run, and with `-f` what it goes on to print. */
import { closeSync, openSync, readSync } from 'node:fs';
import { jobLogFile } from '../../store/job-logs.ts';
import type { Store } from '../../store/store.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { findInRuns, goesOn, type JobInRun } from '../../study/job-in-runs.ts';
import { isRunning } from '../../study/run-list.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { unlessMissing } from '../../util/system-error.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

const pollMs = 500;
const chunkBytes = 65_536;

export async function logsCommand(
  context: CliContext,
  what: string,
  flags: ProjectFlags & { follow?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const store = openProjectStore(project.value);
  const job = findInRuns(store, what);
  if (job === undefined) {
    context.terminal.err(
      `error: expected the label or key of a job that a run of this store has begun, found nothing called "${what}"\n` +
        '  help: `reprise plan <id>` lists jobs, `reprise status --runs` runs; trials have the label of their search and a number, such as /t1\n',
    );
    return exitCode.usage;
  }
  const printed = await print(context, store, job, flags.follow === true);
  if (!printed) context.terminal.err(`${job.label} has printed nothing in run ${job.runId}\n`);
  return exitCode.done;
}

/** @returns whether there was anything */
async function print(
  { terminal, clock }: CliContext,
  store: Store,
  job: JobInRun,
  follow: boolean,
): Promise<boolean> {
  const path = jobLogFile(store.root, job.runId, job.key);
  // Letters may lie across two readings.
  const decoder = new TextDecoder();
  let at = 0;
  for (;;) {
    // Asked first: what it printed before it ended is read then.
    const isOpen = follow && isRunning(store, job.runId) && goesOn(store, job);
    for (let chunk = readFrom(path, at); chunk.length > 0; chunk = readFrom(path, at)) {
      at += chunk.length;
      terminal.out(decoder.decode(chunk, { stream: true }));
    }
    if (!isOpen) return at > 0;
    await clock.sleep(pollMs);
  }
}

function readFrom(path: string, at: number): Uint8Array {
  const file = unlessMissing(() => openSync(path, 'r'));
  if (file === undefined) return new Uint8Array();
  try {
    const chunk = Buffer.alloc(chunkBytes);
    return chunk.subarray(0, readSync(file, chunk, 0, chunkBytes, at));
  } finally {
    closeSync(file);
  }
}
