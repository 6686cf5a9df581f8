/** From a staging folder to objects and a record: objects first, so that a record never names what is not there. */
import { byCodeUnit, type EncodingMemo } from '../../schemas/canonical.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, type Result } from '../../schemas/result.ts';
import { jobKey } from '../key/job-key.ts';
import type { FlushSteps } from './flush-steps.ts';
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

export function* publish(
  place: PublishPlace,
  key: JobKey,
  details: PublishDetails,
): FlushSteps<Result<JobRecord, PublishProblem>> {
  const memo: EncodingMemo = new WeakMap();
  if (jobKey(details.material, memo) !== key) {
    throw new TypeError(
      `Expected \`material\` to have the claimed key ${key}, got ${jobKey(details.material)}`,
    );
  }
  const files = readStagedFiles(place.stagingFolder);
  if (!files.ok) return files;
  const record = makeRecord(key, details, files.value, memo);
  const found = place.records.find(key);
  const existing = found !== undefined && mustGiveWay(found, record) ? undefined : found;
  const differences = existing === undefined ? [] : differingOutputs(existing, record);
  if (differences.length > 0) {
    return fail({ reason: 'nondeterministic', key, label: details.label, outputs: differences });
  }
  const added = yield* place.objects.add(files.value);
  if (!added.ok) return added;
  // Late, so that a run that dies before leaves the old record.
  if (found !== existing) place.records.remove(key);
  return yield* addRecord(place, record, recordText(record, memo));
}

function* addRecord(
  place: PublishPlace,
  record: JobRecord,
  text: string,
): FlushSteps<Result<JobRecord, PublishProblem>> {
  const added = yield* place.records.add(record, text, place.temporaryRecord);
  if (!added.ok) return added;
  const written = place.records.writtenAt(record.key);
  if (written !== undefined) place.index.add(record.key, indexEntry(added.value, written, place.objects));
  const { key, label } = record;
  const outputs = differingOutputs(added.value, record);
  return outputs.length === 0 ? added : fail({ reason: 'nondeterministic', key, label, outputs });
}

function makeRecord(
  key: JobKey,
  details: PublishDetails,
  files: readonly StagedFile[],
  memo: EncodingMemo,
): JobRecord {
  const { material, label, commit, trees = {}, dirtyPatch, engine, environment, timing } = details;
  const outputs = Object.fromEntries(files.map(({ name, digest, bytes }) => [name, { digest, bytes }]));
  const { name, version, determinism } = engine;
  const unsealed = { key, label, material, outputs, commit, trees, dirtyPatch, environment, timing };
  return sealRecord({ ...unsealed, engine: { name, version, determinism } }, memo);
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
