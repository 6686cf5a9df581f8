/** Records against the lock, objects against the records. */
import { canonicalJson } from '../../schemas/canonical.ts';
import { isSha256, toSha256 } from '../../schemas/ids.ts';
import { jobMetricsFormat } from '../../schemas/metrics.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { type TrialLine, trialsFile } from '../../schemas/trial.ts';
import { hasLockedOutputs } from '../lock/lock-difference.ts';
import { trialsIn } from '../store/trials-of.ts';
import { type Finding, wrong } from './finding.ts';
import { objectPath, recordPath } from './layout.ts';
import type { OpenArchive } from './open-archive.ts';
import type { RunContent } from './run-content.ts';

/** The record of every locked job, with the locked outputs and metrics; and of nothing else but their trials. */
export function checkRecords(archive: OpenArchive, { locked, records }: RunContent): readonly Finding[] {
  const byKey = new Map(records.map((record) => [record.key, record]));
  const known = new Set<string>();
  const findings: Finding[] = [];
  for (const [label, job] of Object.entries(locked.jobs)) {
    const path = recordPath(job.key);
    const record = byKey.get(job.key);
    known.add(job.key);
    if (record === undefined) {
      findings.push(
        wrong(path, `expected the record of ${label}, which the lock names, found none that holds`),
      );
      continue;
    }
    if (!hasLockedOutputs(record, job))
      findings.push(wrong(path, `expected the outputs of ${label} as the lock has them, found others`));
    if (record.material.seed !== job.seed)
      findings.push(wrong(path, `expected seed ${job.seed} for ${label}, found ${record.material.seed}`));
    if (record.dirtyPatch !== null)
      findings.push(wrong(path, `expected ${label} to be of a committed tree, found it of a dirty one`));
    findings.push(...checkMetrics(archive, record, label, job.metrics));
    for (const trial of trialsOf(archive, record)) {
      known.add(trial.key);
      const tried = byKey.get(trial.key);
      if (tried === undefined || !hasLockedOutputs(tried, trial)) {
        findings.push(
          wrong(
            recordPath(trial.key),
            `expected the record of trial ${trial.trial} of ${label}, found none or one with other outputs`,
          ),
        );
      }
    }
  }
  const strangers = isComplete(archive, records) ? records.filter(({ key }) => !known.has(key)) : [];
  return [
    ...findings,
    ...strangers.map(({ key }) => wrong(recordPath(key), 'is of no job that the lock names')),
  ];
}

/** Without the lists of trials, whose records are trials cannot be told. */
const isComplete = (archive: OpenArchive, records: readonly JobRecord[]): boolean =>
  records.map(listOf).every((path) => path === undefined || archive.has(path));

/** Where the list of a search's trials lies; undefined for a job that asked for none. */
function listOf({ outputs }: JobRecord): string | undefined {
  const list = Object.hasOwn(outputs, trialsFile) ? outputs[trialsFile] : undefined;
  return list === undefined ? undefined : objectPath(list.digest);
}

function trialsOf(archive: OpenArchive, record: JobRecord): readonly TrialLine[] {
  const path = listOf(record);
  return trialsIn((path === undefined ? undefined : archive.text(path)) ?? '');
}

/** The lock repeats what a job measured; where the file is there, it must say the same. */
function checkMetrics(
  archive: OpenArchive,
  { outputs, key }: JobRecord,
  label: string,
  locked: unknown,
): readonly Finding[] {
  const file = outputs['metrics.json'];
  const text = file === undefined ? undefined : archive.text(objectPath(file.digest));
  if (text === undefined) return [];
  const read = jobMetricsFormat.parse(text);
  const isSame = canonicalJson(read.ok ? read.value : null) === canonicalJson(locked);
  return isSame
    ? []
    : [wrong(recordPath(key), `expected the metrics of ${label} as the lock has them, found others`)];
}

export interface AbsentOutput {
  readonly label: string;
  readonly output: string;
}

/** Every object under its digest, and used. @returns also which outputs are not in the archive, which is no fault. */
export function checkObjects(
  archive: OpenArchive,
  records: readonly JobRecord[],
): { readonly findings: readonly Finding[]; readonly absent: readonly AbsentOutput[] } {
  const sizes = new Map<string, number>();
  const absent: AbsentOutput[] = [];
  for (const { label, outputs } of records) {
    for (const [output, { digest, bytes }] of Object.entries(outputs)) {
      sizes.set(objectPath(digest), bytes);
      if (!archive.has(objectPath(digest))) absent.push({ label, output });
    }
  }
  const findings = archive.paths
    .filter((path) => path.startsWith('objects/'))
    .flatMap((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const digest = archive.digestOf(path);
      if (!isSha256(name) || objectPath(toSha256(name)) !== path || digest !== name) {
        return [wrong(path, `expected bytes that hash to the name, found ${digest}`)];
      }
      const bytes = sizes.get(path);
      if (bytes === undefined) return [wrong(path, 'is an output of no record')];
      const found = archive.bytesOf(path);
      return bytes === found
        ? []
        : [wrong(path, `expected ${bytes} bytes, as a record says, found ${found}`)];
    });
  return { findings, absent };
}
