/**
 * Puts jobs of an archive into a store as if they had been computed for it: claimed, staged, hashed and published, so
 * that whatever dies meanwhile leaves no job half there, and a result that the store has otherwise is not replaced.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JobRecord } from '../../schemas/record.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { hasLockedOutputs } from '../lock/lock-difference.ts';
import { catchDiskFull } from '../store/disk-full.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import type { PublishProblem, StoreBusy } from '../store/store-problem.ts';
import { makeFolder } from '../util/make-folder.ts';
import { onlyFailure } from '../util/only-failure.ts';
import { objectPath } from './layout.ts';
import type { OpenArchive } from './open-archive.ts';

type ImportProblem = PublishProblem | StoreBusy;

export interface ImportedResults {
  /** Labels of the jobs that the store has now, and had not before. */
  readonly taken: readonly string[];
  readonly present: readonly string[];
  /** Jobs of which the archive lacks an output, with the first one. */
  readonly incomplete: readonly { readonly label: string; readonly output: string }[];
  readonly refused: readonly { readonly label: string; readonly problem: ImportProblem }[];
}

/** @param records of a verified archive */
export function importResults(
  store: Store,
  archive: OpenArchive,
  records: readonly JobRecord[],
): ImportedResults {
  const [taken, present]: [string[], string[]] = [[], []];
  const incomplete: { label: string; output: string }[] = [];
  const refused: { label: string; problem: ImportProblem }[] = [];
  for (const record of records) {
    const { label } = record;
    const output = Object.entries(record.outputs).find(
      ([, { digest }]) => !archive.has(objectPath(digest)),
    )?.[0];
    const outcome = importJob(store, archive, record, output === undefined);
    if (!outcome.ok) refused.push({ label, problem: onlyFailure(outcome.failures) });
    else if (outcome.value === 'present') present.push(label);
    else if (outcome.value === 'taken') taken.push(label);
    else incomplete.push({ label, output: output ?? '' });
  }
  return { taken, present, incomplete, refused };
}

function importJob(
  store: Store,
  archive: OpenArchive,
  record: JobRecord,
  isComplete: boolean,
): Result<'taken' | 'present' | 'incomplete', ImportProblem> {
  const found = store.findRecord(record.key);
  const isSame =
    found?.dirtyPatch === null && hasLockedOutputs(found, { outputs: outputDigests(record.outputs) });
  if (isSame && store.checkOutputs(found, { verify: 'presence' }).length === 0) return ok('present');
  if (!isComplete) return ok('incomplete');
  // A record with other outputs is no hit: publishing then tells them apart, and keeps what is there.
  const claimed = store.claim(record.key, { recompute: true });
  switch (claimed.outcome) {
    case 'hit':
      return ok('present');
    case 'held':
      return { ok: false, failures: [{ reason: 'store-busy', heldBy: claimed.heldBy }] };
    case 'disk-full':
      return { ok: false, failures: [claimed.problem] };
  }
  try {
    const staged = stage(archive, record, claimed.claim.stagingFolder);
    if (!staged.ok) return staged;
    const published = claimed.claim.publish(record);
    return published.ok ? ok('taken') : published;
  } finally {
    claimed.claim.release();
  }
}

function stage(archive: OpenArchive, { outputs }: JobRecord, folder: string): Result<null, ImportProblem> {
  for (const [name, { digest, bytes }] of Object.entries(outputs)) {
    const target = join(folder, name);
    const written = catchDiskFull(target, bytes, () => {
      makeFolder(dirname(target));
      writePieces(target, (write) => archive.pieces(objectPath(digest), write));
    });
    if (!written.ok) return written;
  }
  return ok(null);
}

function writePieces(target: string, give: (write: (piece: Buffer) => void) => void): void {
  const file = openSync(target, 'wx', 0o644);
  try {
    give((piece) => {
      for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done);
    });
  } finally {
    closeSync(file);
  }
}
