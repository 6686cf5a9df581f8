/** Runs an experiment from its graph to its reports and its lock. */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { recordOfResult } from '../exec/run-state.ts';
import { type RunSummary, Scheduler } from '../exec/scheduler.ts';
import type { WorkerPool } from '../exec/worker-pool.ts';
import { type JobDifference, lockDifferences } from '../lock/lock-difference.ts';
import { type LockProblem, lockFileOf, readLock, writeLock } from '../lock/lock-file.ts';
import type { RunLog } from '../log/run-event.ts';
import type { DiskFull } from '../store/store-problem.ts';
import type { Clock } from '../util/clock.ts';
import { type BuiltReport, buildReports } from './build-reports.ts';
import type { Experiment } from './experiment.ts';
import { writeLatestRun } from './latest-run.ts';
import { lockedProfile } from './locked-profile.ts';

export interface RunEnvironment {
  readonly runId: string;
  readonly pool: WorkerPool;
  readonly log: RunLog;
  readonly clock: Clock;
  /** Called with the scheduler before it starts, for whoever stops it. */
  readonly onScheduler: (scheduler: Scheduler) => void;
  readonly lock: LockMode;
}

/** `write` keeps a lock that a run contradicts; `update` replaces it; `off` leaves the lock alone. */
export type LockMode = 'write' | 'update' | 'off';

export interface RunOutcome {
  readonly summary: RunSummary;
  readonly reports: readonly BuiltReport[];
  /** Folder of the report files; undefined when there are none. */
  readonly reportFolder: string | undefined;
  /** Why the report files were not written. */
  readonly unwritten: DiskFull | undefined;
  readonly lock: LockOutcome;
  readonly wallMs: number;
}

export type LockOutcome =
  | { readonly status: 'off' | 'incomplete' | 'dirty' | 'ad-hoc' }
  | { readonly status: 'unchanged' | 'written'; readonly file: string }
  /** There is a lock file, but it is none; whatever other profiles it holds must not be lost. */
  | { readonly status: 'unreadable'; readonly problem: LockProblem }
  /** The same computations gave other bytes than the lock says. */
  | {
      readonly status: 'contradicted';
      readonly file: string;
      readonly differences: readonly JobDifference[];
    };

export async function runExperiment(
  experiment: Experiment,
  environment: RunEnvironment,
): Promise<RunOutcome> {
  const { log, clock, runId, pool } = environment;
  const { graph, manifest } = experiment;
  const since = clock.now();
  const scheduler = new Scheduler(settingsOf(experiment, environment));
  environment.onScheduler(scheduler);
  log.emit({
    type: 'run-started',
    runId,
    jobs: graph.jobs.length,
    workers: Math.min(pool.size, graph.jobs.length),
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
    jobs: Object.fromEntries(keys),
  });
  const nothing = { reports: [], reportFolder: undefined, unwritten: undefined };
  if (summary.interrupted) return { summary, ...nothing, lock: { status: 'incomplete' }, wallMs };
  const setting = settingText(experiment);
  const reports = await buildReports(manifest, setting, graph, experiment.store, summary.results);
  const files = Object.fromEntries(reports.flatMap((report) => Object.entries(report.files)));
  const written = experiment.store.writeReport(experiment.name, files);
  const lock = updateLock(experiment, environment.lock, summary, reports, recordOf);
  const reportFolder = written.ok ? written.value : undefined;
  return {
    summary,
    reports,
    reportFolder,
    unwritten: written.ok ? undefined : written.failures[0],
    lock,
    wallMs,
  };
}

function settingText({ manifest, profile, adHoc }: Experiment): string {
  const named = profile === 'base' ? '' : `, profile ${profile}`;
  return `${manifest.task.data}${named}${adHoc ? ', with overrides' : ''}`;
}

function settingsOf(experiment: Experiment, environment: RunEnvironment) {
  const { graph, context, store, code, dataFolder, benchmarkFolder, manifest } = experiment;
  const { runId, pool, log, clock } = environment;
  return {
    runId,
    graph,
    context,
    store,
    pool,
    log,
    clock,
    commit: code.commit,
    dirtyPatch: dirtyPatchOf(experiment),
    dataFolder,
    benchmarkFolder,
    limits: manifest.limits,
  };
}

function dirtyPatchOf({ code, dirtyPatch }: Experiment): Sha256 | null {
  if (code.dirty === null) return null;
  if (dirtyPatch === null) throw new Error('Internal error: a dirty tree runs without its patch');
  return dirtyPatch.digest;
}

function updateLock(
  experiment: Experiment,
  mode: LockMode,
  summary: RunSummary,
  reports: readonly BuiltReport[],
  recordOf: (label: string) => JobRecord | undefined,
): LockOutcome {
  if (mode === 'off') return { status: 'off' };
  if (experiment.adHoc) return { status: 'ad-hoc' };
  const broken = reports.some(({ problems }) => problems.length > 0);
  if (summary.failed > 0 || broken) return { status: 'incomplete' };
  const dirty = [...summary.results.values()].some(
    (r) => r.status !== 'failed' && r.record.dirtyPatch !== null,
  );
  if (dirty || experiment.code.dirty !== null) return { status: 'dirty' };
  const tables = Object.assign({}, ...reports.map(({ reproducible }) => reproducible)) as Record<
    string,
    string
  >;
  return settleLock(experiment, mode, lockedProfile(experiment, recordOf, tables));
}

function settleLock(experiment: Experiment, mode: LockMode, found: LockedProfile): LockOutcome {
  const file = lockFileOf(experiment.file);
  const existing = readLock(file);
  const [problem] = existing.ok ? [] : existing.failures;
  if (problem !== undefined && problem.reason !== 'lock-missing') {
    return { status: 'unreadable', problem };
  }
  const locked = existing.ok ? existing.value.profiles[experiment.profile] : undefined;
  if (locked !== undefined) {
    const differences = lockDifferences(locked, found);
    const contradictions = differences.filter(({ reason }) => reason === 'other-outputs');
    if (contradictions.length > 0 && mode !== 'update') {
      return { status: 'contradicted', file, differences: contradictions };
    }
    if (differences.length === 0 && canonicalJson(locked.reports) === canonicalJson(found.reports))
      return { status: 'unchanged', file };
  }
  writeLock(file, experiment.manifest.id, experiment.profile, found);
  return { status: 'written', file };
}

function counts({ executed, hits, failed }: RunSummary) {
  return { executed, hits, failed };
}
