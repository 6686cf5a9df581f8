/** `reprise rerun`: recomputes a locked table from nothing and gives one verdict per cell. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Lock, LockedProfile } from '../../../schemas/lock.ts';
import { openProjectStore } from '../../experiment/experiment.ts';
import { experimentName } from '../../experiment/experiment-name.ts';
import { writeLatestRun } from '../../experiment/latest-run.ts';
import { manifestFile } from '../../experiment/manifest-file.ts';
import { installProblemText } from '../../experiment/problem-text.ts';
import { type JobDifference, lockDifferences } from '../../lock/lock-difference.ts';
import { lockFileOf, lockProblemText, readLock } from '../../lock/lock-file.ts';
import { loadManifest, renderProblems } from '../../manifest/index.ts';
import { buildProblemText } from '../../project/build-problem-text.ts';
import { gitProblemText } from '../../project/git-problem.ts';
import type { Project } from '../../project/project.ts';
import { type ComparedReport, compareReports } from '../../rerun/compare-report.ts';
import { type RerunProblem, type RerunResult, rerun, rerunStoreRoot } from '../../rerun/rerun.ts';
import { keepsPromise, worst } from '../../rerun/verdict.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { textTable } from '../text-table.ts';

export interface RerunFlags extends ProjectFlags {
  readonly profile?: string;
  readonly jobs?: number;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

export async function rerunCommand(context: CliContext, id: string, flags: RerunFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const target = findLocked(context, project.value, id, flags.profile);
  if (target === undefined) return exitCode.usage;
  const request = {
    ...target,
    project: project.value,
    runArguments: [
      ...(flags.jobs === undefined ? [] : ['--jobs', String(flags.jobs)]),
      ...(flags.json === true ? ['--json'] : []),
    ],
    json: flags.json === true,
    notice: (message: string) => context.terminal.err(`${message}\n`),
  };
  if (flags.fresh === true) rmSync(rerunStoreRoot(request), { recursive: true, force: true });
  const since = context.clock.now();
  const result = await rerun(request);
  if (!result.ok) return reportProblem(context, onlyFailure(result.failures));
  adoptResults(project.value, target, result.value);
  const seconds = (context.clock.now() - since) / 1000;
  return printVerdicts(context, project.value, target, result.value, flags.json === true, seconds);
}

interface Target {
  readonly id: string;
  readonly profile: string;
  readonly locked: LockedProfile;
}

/** The lock's only profile, or the one asked for. */
function findLocked(
  context: CliContext,
  project: Project,
  idOrPath: string,
  profile: string | undefined,
): Target | undefined {
  const file = manifestFile(project, idOrPath);
  const loaded = file.ok ? loadManifest(file.value, {}) : file;
  if (!file.ok || !loaded.ok) {
    context.terminal.err(renderProblems(loaded.ok ? [] : loaded.failures));
    return undefined;
  }
  const lock = readLock(lockFileOf(file.value));
  if (!lock.ok) {
    context.terminal.err(`error: ${lockProblemText(onlyFailure(lock.failures))}\n`);
    return undefined;
  }
  const names = Object.keys(lock.value.profiles);
  const name = profile ?? (names.length === 1 ? names[0] : undefined);
  const locked = name === undefined ? undefined : lock.value.profiles[name];
  if (name !== undefined && locked !== undefined)
    return { id: loaded.value.manifest.id, profile: name, locked };
  context.terminal.err(noProfileText(lock.value, profile));
  return undefined;
}

function noProfileText(lock: Lock, profile: string | undefined): string {
  const names = Object.keys(lock.profiles).join(', ') || 'none';
  const found = profile === undefined ? 'none given' : `"${profile}"`;
  return `error: expected one of the locked profiles of ${lock.id} (${names}), found ${found}\n  help: pass it with --profile, or lock it with \`reprise run ${lock.id}\`\n`;
}

/** What was recomputed is as good as any result of this store; a later run finds it there. */
function adoptResults(project: Project, { id, profile }: Target, result: RerunResult): void {
  if (!result.computed) return;
  const store = openProjectStore(project);
  const jobs = Object.entries(result.jobs).filter(([, { key }]) => store.adopt(result.store, key).ok);
  writeLatestRun(project.storeRoot, experimentName(id, profile), {
    runId: 'rerun',
    jobs: Object.fromEntries(jobs.map(([label, { key }]) => [label, key])),
  });
}

function reportProblem(context: CliContext, problem: RerunProblem): ExitCode {
  if (problem.reason === 'interrupted') {
    context.terminal.err('stopped; the same command continues where it stopped\n');
    return exitCode.interrupted;
  }
  context.terminal.err(`${rerunProblemText(problem)}\n`);
  return exitCode.failed;
}

function rerunProblemText(problem: Exclude<RerunProblem, { reason: 'interrupted' }>): string {
  switch (problem.reason) {
    case 'commit-absent':
      return `error: expected the locked commit ${problem.commit}, found none in this clone, and its code differs from the current commit's\n  help: fetch the whole history with \`git fetch --unshallow\``;
    case 'install-failed':
      return installProblemText(problem);
    case 'git-missing':
    case 'git-no-repository':
    case 'git-no-commit':
    case 'git-failed':
      return `error: ${gitProblemText(problem)}`;
    default:
      return `error: ${buildProblemText(problem)}`;
  }
}

function printVerdicts(
  context: CliContext,
  project: Project,
  target: Target,
  result: RerunResult,
  json: boolean,
  seconds: number,
): ExitCode {
  const { id, profile, locked } = target;
  const differences = lockDifferences(locked, result);
  const folderIn = (root: string): string => join(root, 'reports', experimentName(id, profile));
  const [folder, lockedFolder] = [folderIn(result.store.root), folderIn(project.storeRoot)];
  const reports = compareReports(folder, locked, result.jobs, lockedFolder);
  const overall = worst(reports.flatMap(({ rows }) => rows.flatMap(({ verdicts }) => verdicts)));
  const equal =
    differences.length === 0 && reports.every(({ differingFiles }) => differingFiles.length === 0);
  const kept = locked.determinism === 'bit-exact' ? equal : keepsPromise(overall, locked.determinism);
  const code = kept ? exitCode.done : exitCode.failed;
  if (json) {
    const tables = reports.map(({ name, columns, rows, differingFiles }) => ({
      name,
      columns,
      rows,
      differingFiles,
    }));
    context.terminal.out(
      `${JSON.stringify({ type: 'verdict', id, profile, commit: locked.commit, overall, differences, reports: tables })}\n`,
    );
    return code;
  }
  for (const report of reports) context.terminal.out(reportText(report));
  context.terminal.err(`\n${closingText(target, result, differences, seconds)}`);
  return code;
}

function reportText({ terminal, columns, rows, differingFiles }: ComparedReport): string {
  const table = textTable([
    ['Verdict', ...columns],
    ...rows.map(({ label, verdicts }) => [label, ...verdicts]),
  ]);
  const files = differingFiles.length === 0 ? '' : `report files that differ: ${differingFiles.join(', ')}\n`;
  return `\n${terminal}\n${table}${files}`;
}

function closingText(
  { locked }: Target,
  result: RerunResult,
  differences: readonly JobDifference[],
  seconds: number,
): string {
  const jobs = Object.keys(locked.jobs).length;
  const how = result.computed
    ? `recomputed in ${seconds.toFixed(1)} s`
    : 'computed by an earlier rerun, compared again';
  const commit = locked.commit.slice(0, 12);
  const [first] = differences;
  if (first === undefined) return `${jobs} jobs of commit ${commit} ${how}: every digest is equal\n`;
  return (
    `error: ${differences.length} of ${jobs} jobs of commit ${commit} differ from the lock (${how})\n` +
    `  first: ${first.label} (${differenceText(first)})\n` +
    `  help: \`reprise explain ${first.label}\` and \`reprise show ${first.label}\` say more\n`
  );
}

function differenceText(difference: JobDifference): string {
  switch (difference.reason) {
    case 'other-outputs':
      return `other bytes in ${difference.files.join(', ')}`;
    case 'other-key':
      return 'another computation: its code, parameters or inputs differ';
    case 'only-locked':
      return 'it was not computed';
    case 'only-computed':
      return 'the lock has no such job';
    default:
      return difference satisfies never;
  }
}
