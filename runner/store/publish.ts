/** From a staging folder to objects and a record: objects first, so that a record never names what is not there. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, type Result } from '../../schemas/result.ts';
import { jobKey } from '../key/job-key.ts';
import { catchDiskFull } from './disk-full.ts';
import { indexEntry } from './index-entry.ts';
import type { ObjectFiles } from './object-files.ts';
import type { OutputIndex } from './output-index.ts';
import { recordText, sealRecord } from './record-file.ts';
import type { RecordFiles } from './record-files.ts';
import { readStagedFiles, type StagedFile } from './staged-files.ts';
import type { PublishDetails } from './store.ts';
import type { Nondeterministic, PublishProblem } from './store-problem.ts';

export interface PublishPlace {
  readonly objects: ObjectFiles;
  readonly records: RecordFiles;
  readonly index: OutputIndex;
  readonly stagingFolder: string;
  /** Where the record is written before it gets its name. */
  readonly temporaryRecord: string;
}

export function publish(
  place: PublishPlace,
  key: JobKey,
  details: PublishDetails,
): Result<JobRecord, PublishProblem> {
  if (jobKey(details.material) !== key) {
    throw new TypeError(
      `Expected \`material\` to have the claimed key ${key}, got ${jobKey(details.material)}`,
    );
  }
  const files = readStagedFiles(place.stagingFolder);
  if (!files.ok) return files;
  const record = makeRecord(key, details, files.value);
  const found = place.records.find(key);
  const existing = found !== undefined && mustGiveWay(found, record) ? undefined : found;
  const differences = existing === undefined ? [] : differingOutputs(existing, record);
  if (differences.length > 0) {
    return fail({ reason: 'nondeterministic', key, label: details.label, outputs: differences });
  }
  for (const file of files.value) {
    const added = catchDiskFull(file.path, file.bytes, () => place.objects.add(file.path, file));
    if (!added.ok) return added;
  }
  // Late, so that a run that dies before leaves the old record.
  if (found !== existing) place.records.remove(key);
  return addRecord(place, record);
}

function addRecord(place: PublishPlace, record: JobRecord): Result<JobRecord, PublishProblem> {
  const bytes = Buffer.byteLength(recordText(record));
  const added = catchDiskFull(place.temporaryRecord, bytes, () =>
    place.records.add(record, place.temporaryRecord),
  );
  if (!added.ok) return added;
  place.index.add(record.key, indexEntry(added.value, place.objects));
  const { key, label } = record;
  const outputs = differingOutputs(added.value, record);
  return outputs.length === 0 ? added : fail({ reason: 'nondeterministic', key, label, outputs });
}

function makeRecord(key: JobKey, details: PublishDetails, files: readonly StagedFile[]): JobRecord {
  const { material, label, commit, trees = {}, dirtyPatch, engine, environment, timing } = details;
  const outputs = Object.fromEntries(files.map(({ name, digest, bytes }) => [name, { digest, bytes }]));
  const { name, version, determinism } = engine;
  return sealRecord({
    ...{ key, label, material, outputs, commit, trees, dirtyPatch, environment, timing },
    engine: { name, version, determinism },
  });
}

/** A clean run owes nothing to a dirty one, and a record that gives its outputs a false size is no witness. */
function mustGiveWay(existing: JobRecord, found: JobRecord): boolean {
  if (existing.dirtyPatch !== null && found.dirtyPatch === null) return true;
  return Object.entries(found.outputs).some(([name, { digest, bytes }]) => {
    const stored = existing.outputs[name];
    return stored?.digest === digest && stored.bytes !== bytes;
  });
}

function differingOutputs(stored: JobRecord, found: JobRecord): Nondeterministic['outputs'] {
  const names = new Set([...Object.keys(stored.outputs), ...Object.keys(found.outputs)]);
  const digest = (record: JobRecord, name: string): Sha256 | null => record.outputs[name]?.digest ?? null;
  return [...names]
    .sort(byCodeUnit)
    .map((name) => ({ name, stored: digest(stored, name), found: digest(found, name) }))
    .filter((pair) => pair.stored !== pair.found);
}
