/** The job that a command line names, or an explanation of why there is none. */
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Project } from '../project/project.ts';
import type { Store } from '../store/store.ts';
import { openExperiment } from '../study/experiment.ts';
import { experimentProblemsText } from '../study/problem-text.ts';
import { type FindJobProblem, type FoundJob, findJob, findJobOf, isStart } from '../trace/find-job.ts';
import { tracedExperiment } from '../trace/job-of-experiment.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';
import type { CliContext } from './context.ts';

/** Options that tell jobs with one label apart. */
export interface JobFlags {
  readonly manifest?: string;
  readonly profile?: string;
}

/** The job that is meant. @param store of the project, which is read here. @returns as a failure an exit code where everything was said. */
export async function lookUpJob(
  context: CliContext,
  project: Project,
  store: Store,
  what: string,
  { manifest, profile }: JobFlags,
): Promise<Result<FoundJob, FindJobProblem | ExitCode>> {
  if (manifest === undefined || isStart(what)) return findJob(store, what, profile);
  const opened = await openExperiment(project, manifest, { profile, optionalData: true });
  if (opened.ok) return findJobOf(tracedExperiment(opened.value), what);
  context.terminal.err(experimentProblemsText(opened.failures));
  return fail(exitCode.usage);
}

/** The same for a record, since a job that failed has no outputs. */
export const recordOf = (found: FoundJob): Result<NonNullable<FoundJob['record']>, string> =>
  found.record === undefined
    ? fail(
        `error: expected a job that was computed, found ${found.failed.label}, which failed\n` +
          `  help: \`reprise show ${found.failed.key.slice(0, 12)}\` says why\n`,
      )
    : ok(found.record);
