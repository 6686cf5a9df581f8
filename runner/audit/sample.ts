/** A random sample of the jobs, computed again in a store of its own and compared with what is recorded. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobKey } from '../../schemas/ids.ts';
import type { JsonValue } from '../../schemas/json.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { recordOfResult } from '../exec/run-state.ts';
import { Scheduler } from '../exec/scheduler.ts';
import { areClose } from '../report/compare/close.ts';
import { RandomWords } from '../statistics/random.ts';
import { openStore } from '../store/open-store.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import { readMetrics } from '../study/locked-profile.ts';
import { type RunEnvironment, settingsOf } from '../study/run-experiment.ts';
import { groupBy } from '../util/group-by.ts';
import { type Evidence, recordsOf } from './evidence.ts';
import { cannotTell, type Doubt, type Finding, judge, short } from './finding.ts';

const check = 'rerun/sample';

export interface SampleOptions {
  /** Part of the jobs of each kind, above 0 and at most 1. */
  readonly portion: number;
  /** Names the sample: the same name chooses the same jobs. */
  readonly seed: string;
}

/** At least one of each kind; trials count as jobs. */
function chooseSample(records: readonly JobRecord[], { portion, seed }: SampleOptions): JobRecord[] {
  const random = new RandomWords(`audit sample ${seed}`);
  const kinds = groupBy(
    records.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    ({ material }) => material.kind,
  );
  return [...kinds.values()].flatMap((own) => random.shuffled(own).slice(0, Math.ceil(portion * own.length)));
}

type SampleEnvironment = Pick<RunEnvironment, 'executor' | 'drivers' | 'log' | 'clock' | 'onScheduler'>;

/** The store of the experiment is only read. */
export async function sampleFindings(
  evidence: Evidence,
  options: SampleOptions,
  environment: SampleEnvironment,
): Promise<Finding[]> {
  const { jobs, call } = evidence;
  const other = jobs.filter(({ key, plannedKey }) => key === undefined || key !== plannedKey).length;
  if (other > 0) {
    const why = `${other} of ${jobs.length} jobs are not those that this folder computes`;
    return [cannotTell(check, call, why, `\`reprise rerun ${call}\` computes at the locked commit`)];
  }
  if (jobs.some(({ record }) => record === undefined)) {
    return [cannotTell(check, call, 'some records are not there to compare with', `\`reprise run ${call}\``)];
  }
  const chosen = chooseSample(recordsOf(evidence), options);
  const folder = mkdtempSync(join(tmpdir(), 'reprise-sample-'));
  try {
    const store = openStore(folder);
    const left = leftOut(evidence, chosen);
    for (const { key } of recordsOf(evidence))
      if (!left.has(key)) store.adopt(evidence.experiment.store, key);
    const scheduler = new Scheduler({
      ...settingsOf({ ...evidence.experiment, store }, { ...environment, runId: 'audit-sample' }),
    });
    environment.onScheduler(scheduler);
    const { results, interrupted } = await scheduler.run();
    const failed = [...results].filter(([, result]) => recordOfResult(result) === undefined).length;
    if (interrupted) return [cannotTell(check, call, 'it was interrupted', 'audit again')];
    return judgeSample(evidence, chosen, store, failed, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is computed again: the chosen, and the searches without which nobody asks for a chosen trial. */
function leftOut({ jobs }: Evidence, chosen: readonly JobRecord[]): ReadonlySet<JobKey> {
  const keys = new Set(chosen.map(({ key }) => key));
  const searches = jobs.flatMap(({ record, trials }) =>
    record !== undefined && trials.some(({ key }) => keys.has(key)) ? [record.key] : [],
  );
  return new Set([...keys, ...searches]);
}

function judgeSample(
  { call, experiment }: Evidence,
  chosen: readonly JobRecord[],
  store: Store,
  failed: number,
  { portion, seed }: SampleOptions,
): Finding[] {
  const compared = chosen.map((record) => ({ record, doubt: compare(record, experiment.store, store) }));
  const kinds = groupBy(chosen, ({ material }) => material.kind);
  const counts = [...kinds].map(([kind, own]) => `${own.length} ${kind}`).join(', ');
  const sample = `${(100 * portion).toFixed(0)} % of each kind, sample ${seed}`;
  return judge({
    check,
    subject: call,
    held: [
      `${chosen.length} jobs computed again (${counts}; ${sample}): the same ${chosen.every(isExact) ? 'bytes' : 'numbers within the tolerance of the engine'}`,
    ],
    wrong: compared.flatMap(({ doubt }) => (doubt?.isOpen === false ? [doubt] : [])),
    open: compared.flatMap(({ doubt }) => (doubt?.isOpen === true ? [doubt] : [])),
    advice: `the record is not what this code computes: \`reprise rerun ${call}\` recomputes all`,
    openAdvice: `${failed} job(s) did not end: \`reprise rerun ${call}\` says why`,
  });
}

const isExact = ({ engine, material }: JobRecord): boolean =>
  engine.determinism === 'bit-exact' || material.kind === 'select';

function compare(
  record: JobRecord,
  before: Store,
  after: Store,
): (Doubt & { readonly isOpen: boolean }) | undefined {
  const again = after.findRecord(record.key);
  const subject = record.label;
  if (again === undefined) return { subject, evidence: ['could not be computed again'], isOpen: true };
  const [old, now] = [outputDigests(record.outputs), outputDigests(again.outputs)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const differing = names.filter((name) => old[name] !== now[name]);
  if (differing.length === 0) return undefined;
  const measured = [readMetrics(record, before), readMetrics(again, after)] as const;
  if (!isExact(record) && areClose(measured[0] as JsonValue, measured[1] as JsonValue)) return undefined;
  const files = differing.map(
    (name) => `${name} ${short(old[name] ?? 'nothing')}, now ${short(now[name] ?? 'nothing')}`,
  );
  return { subject, evidence: [`record ${short(record.key)}: ${files.join('; ')}`], isOpen: false };
}
