/** Runs an experiment from its graph to its reports and its lock. */
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import type { Drivers } from '../exec/driver-host.ts';
import type { Executor } from '../exec/executor.ts';
import { recordOfResult } from '../exec/run-state.ts';
import { type RunSummary, Scheduler } from '../exec/scheduler.ts';
import { lockFileOf } from '../lock/lock-file.ts';
import { removeUnfinishedLocks } from '../lock/write-lock.ts';
import type { RunLog } from '../log/run-event.ts';
import { reportKindOf } from '../report/find-kind.ts';
import type { DiskFull } from '../store/store-problem.ts';
import type { Clock } from '../util/clock.ts';
import { type BuiltReport, buildReports } from './build-reports.ts';
import type { CommittedSources } from './committed-files.ts';
import type { Experiment } from './experiment.ts';
import { type LatestRun, readLatestRun, writeLatestRun } from './latest-run.ts';
import { lockedProfile } from './locked-profile.ts';
import { reportSource } from './report-source.ts';
import { settingText } from './setting-text.ts';
import { type LockMode, type LockOutcome, settleLock } from './settle-lock.ts';

export interface RunEnvironment {
  readonly runId: string;
  readonly executor: Executor;
  readonly drivers: Drivers;
  readonly log: RunLog;
  readonly clock: Clock;
  /** Called with the scheduler before it starts, for whoever stops it. */
  readonly onScheduler: (scheduler: Scheduler) => void;
  readonly lock: LockMode;
  readonly failFast: boolean;
  readonly onPrinted: (key: JobKey, text: string) => void;
  /** What the commit holds of this experiment; undefined when its manifest is not committed, so that nothing is locked. */
  readonly sources: CommittedSources | undefined;
}

export interface RunOutcome {
  readonly summary: RunSummary;
  readonly reports: readonly BuiltReport[];
  /** Names of reports that were not made, since the run left out jobs that they read. */
  readonly leftOut: readonly string[];
  /** Folder of the report files; undefined when there are none. */
  readonly reportFolder: string | undefined;
  /** Why the report files were not written. */
  readonly unwritten: DiskFull | undefined;
  readonly lock: LockOutcome;
  /** What a lock of this run says, without jobs that failed; undefined when nothing of the run may be locked. */
  readonly found: LockedProfile | undefined;
  readonly wallMs: number;
}

export async function runExperiment(
  experiment: Experiment,
  environment: RunEnvironment,
): Promise<RunOutcome> {
  const { log, clock, runId, executor } = environment;
  const { graph, manifest } = experiment;
  const since = clock.now();
  if (environment.lock !== 'off') removeUnfinishedLocks(lockFileOf(experiment.file));
  const scheduler = new Scheduler(settingsOf(experiment, environment));
  environment.onScheduler(scheduler);
  log.emit({
    type: 'run-started',
    runId,
    jobs: graph.jobs.length,
    selections: graph.jobs.filter(({ kind }) => kind === 'select').length,
    workers: Math.min(executor.slots, graph.jobs.length),
  });
  const summary = await scheduler.run();
  const wallMs = clock.now() - since;
  log.emit({ type: 'run-finished', ...counts(summary), wallMs });
  const recordOf = (label: string) => recordOfResult(summary.results.get(label));
  const keys = graph.jobs.flatMap(({ label }) => {
    const key = recordOf(label)?.key;
    return key === undefined ? [] : [[label, key] as const];
  });
  writeLatestRun(experiment.project.storeRoot, experiment.name, {
    runId,
    jobs: { ...earlierJobs(experiment), ...Object.fromEntries(keys) },
  });
  const nothing = {
    reports: [],
    leftOut: [],
    reportFolder: undefined,
    unwritten: undefined,
    found: undefined,
  };
  if (summary.interrupted || summary.failedFast || summary.fatal !== undefined)
    return { summary, ...nothing, lock: { status: 'incomplete' }, wallMs };
  const setting = settingText(experiment);
  const { makeable, leftOut } = sortReports(experiment);
  const asked = { ...manifest, reports: makeable };
  const reports = await buildReports(asked, setting, reportSource(graph, experiment.store, summary.results));
  const files: Record<string, string | Uint8Array> = {};
  for (const { files: texts, drawings } of reports) {
    Object.assign(files, texts);
    for (const [file, draw] of Object.entries(drawings)) files[file] = await draw();
  }
  const written = experiment.store.writeReport(experiment.name, files);
  const found = foundProfile(experiment, environment.sources, summary, reports);
  const isComplete = summary.failed === 0 && reports.every(({ problems }) => problems.length === 0);
  const lock = await settleLock(experiment, environment.lock, found, isComplete);
  const reportFolder = written.ok ? written.value : undefined;
  return {
    summary,
    reports,
    leftOut,
    reportFolder,
    unwritten: written.ok ? undefined : written.failures[0],
    lock,
    found,
    wallMs,
  };
}

/** Jobs of the latest run that this one, being of a part, says nothing of. */
function earlierJobs({ wholeGraph, graph, project, name }: Experiment): LatestRun['jobs'] {
  if (wholeGraph === null) return {};
  const latest = readLatestRun(project.storeRoot, name)?.jobs ?? {};
  return Object.fromEntries(Object.entries(latest).filter(([label]) => !graph.byLabel.has(label)));
}

/** A report of a run of a part of the jobs is made when all that it reads is in that part. */
function sortReports({ manifest, graph, wholeGraph }: Experiment) {
  const names = Object.keys(manifest.reports);
  const lacking = wholeGraph?.jobs.filter(
    ({ label, kind }) => kind !== 'select' && !graph.byLabel.has(label),
  );
  const stages = new Set(lacking?.map(({ stage }) => stage));
  const reports = Object.entries(manifest.reports);
  const makeable = Object.fromEntries(
    reports.filter(
      ([, settings]) =>
        !reportKindOf(settings)
          .reads(settings)
          .some(({ stage }) => stages.has(stage)),
    ),
  );
  return { makeable, leftOut: names.filter((name) => !Object.hasOwn(makeable, name)) };
}

/** Undefined when the tree, a result or the manifest is not a commit's. */
function foundProfile(
  experiment: Experiment,
  sources: CommittedSources | undefined,
  { results }: RunSummary,
  reports: readonly BuiltReport[],
): LockedProfile | undefined {
  const recordOf = (label: string) => recordOfResult(results.get(label));
  const isDirty = experiment.graph.jobs.some(({ label }) => (recordOf(label)?.dirtyPatch ?? null) !== null);
  if (sources === undefined || isDirty || experiment.code.dirty !== null) return undefined;
  const tables = reports.flatMap(({ reproducible }) => Object.entries(reproducible));
  return lockedProfile(experiment, sources, recordOf, Object.fromEntries(tables));
}

/** What a scheduler needs to know of an experiment. */
export function settingsOf(
  experiment: Experiment,
  environment: Pick<RunEnvironment, 'runId' | 'executor' | 'drivers' | 'log' | 'clock'> &
    Partial<Pick<RunEnvironment, 'failFast' | 'onPrinted'>>,
) {
  const { graph, context, store, code, foldersOf, isDataAsKeyed, manifest } = experiment;
  const { runId, executor, drivers, log, clock, failFast, onPrinted } = environment;
  return {
    runId,
    graph,
    context,
    store,
    executor,
    drivers,
    log,
    clock,
    commit: code.commit,
    trees: code.trees,
    dirtyPatch: dirtyPatchOf(experiment),
    foldersOf,
    isDataAsKeyed,
    limits: manifest.limits,
    failFast,
    onPrinted,
  };
}

function dirtyPatchOf({ code, dirtyPatch }: Experiment): Sha256 | null {
  if (code.dirty === null) return null;
  if (dirtyPatch === null) throw new Error('Internal error: a dirty tree runs without its patch');
  return dirtyPatch.digest;
}

function counts({ executed, hits, failed, notRun }: RunSummary) {
  return { executed, hits, failed, notRun };
}
