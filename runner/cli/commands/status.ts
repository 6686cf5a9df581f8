/** `reprise status`: how far each experiment is. */
import { join, relative, resolve } from 'node:path';
import { canonicalJson } from '../../../schemas/canonical.ts';
import { lockFileOf, profileOf, readLock } from '../../lock/lock-file.ts';
import { findManifests, loadManifest, type ParsedFiles, renderProblems } from '../../manifest/index.ts';
import type { Project } from '../../project/project.ts';
import { type Experiment, openExperiment } from '../../study/experiment.ts';
import { manifestFile } from '../../study/manifest-file.ts';
import { planExperiment } from '../../study/plan-experiment.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { textTable } from '../../util/text-table.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';

interface StatusRow {
  readonly id: string;
  readonly profile: string;
  readonly jobs: number;
  readonly done: number;
  /** Jobs that failed when they ran last. */
  readonly failed: number;
  readonly lock: 'none' | 'unreadable' | 'same code' | 'other code';
  readonly latestRun: string;
}

export async function statusCommand(
  context: CliContext,
  id: string | undefined,
  flags: ProjectFlags & { json?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const asked = id === undefined ? undefined : manifestFile(project.value, id);
  if (asked?.ok === false) {
    context.terminal.err(renderProblems(asked.failures));
    return exitCode.usage;
  }
  const { root } = project.value;
  const wanted = findManifests(root).filter(
    ({ file }) => asked === undefined || resolve(root, file) === resolve(asked.value),
  );
  const rows: StatusRow[] = [];
  let broken = 0;
  const parsed: ParsedFiles = new Map();
  for (const { file, profiles } of wanted) {
    // Each profile of a broken manifest would say the same again.
    const loaded = loadManifest(relative(process.cwd(), join(project.value.root, file)), { parsed });
    if (!loaded.ok) {
      context.terminal.err(renderProblems(loaded.failures));
      broken += 1;
      continue;
    }
    for (const profile of [undefined, ...profiles]) {
      const row = await statusRow(context, project.value, join(project.value.root, file), profile);
      if (row !== undefined) rows.push(row);
    }
  }
  context.terminal.out(flags.json === true ? `${JSON.stringify(rows)}\n` : table(rows));
  return broken === 0 ? exitCode.done : exitCode.usage;
}

async function statusRow(
  context: CliContext,
  project: Project,
  file: string,
  profile: string | undefined,
): Promise<StatusRow | undefined> {
  const opened = await openExperiment(project, file, { profile, optionalData: true });
  if (!opened.ok) {
    context.terminal.err(experimentProblemsText(opened.failures));
    return undefined;
  }
  const experiment = opened.value;
  const { counts, jobs, latest } = planExperiment(experiment);
  return {
    id: experiment.manifest.id,
    profile: experiment.profile,
    jobs: jobs.length,
    done: counts.hit,
    failed: jobs.filter((job) => job.status === 'run' && job.why.reason === 'failed-last-time').length,
    lock: lockState(experiment),
    latestRun: latest?.runId ?? '-',
  };
}

function lockState({ file, manifest, profile, code }: Experiment): StatusRow['lock'] {
  const lock = readLock(lockFileOf(file), manifest.id);
  if (!lock.ok) return lock.failures.every(({ reason }) => reason === 'lock-missing') ? 'none' : 'unreadable';
  const locked = profileOf(lock.value, profile);
  if (locked === undefined) return 'none';
  return canonicalJson(locked.code) === canonicalJson(code.trees) ? 'same code' : 'other code';
}

function table(rows: readonly StatusRow[]): string {
  return textTable([
    ['ID', 'PROFILE', 'DONE', 'FAILED', 'LOCK', 'LATEST RUN'],
    ...rows.map(({ id, profile, jobs, done, failed, lock, latestRun }) => [
      id,
      profile,
      `${done}/${jobs}`,
      failed === 0 ? '-' : String(failed),
      lock,
      latestRun,
    ]),
  ]);
}
