/**
 * Work on the store that must not go on before certain files and folders are flushed. It is written once, as steps, and
 * driven either alone, or together with others, whose flushes it then shares (group commit): a disk takes little longer
 * to flush a hundred files at once than one.
 */
import type { DurableFiles } from '../util/durable-files.ts';
import { isDiskFull } from '../util/system-error.ts';
import type { UnlessDiskFull } from './disk-full.ts';

/** Paths that must be on the disk before the next step. */
export interface Flush {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** The first path of a flush that could not be flushed. */
export interface FlushFault {
  readonly path: string;
  readonly error: unknown;
}

export type FlushSteps<T> = Generator<Flush, T, FlushFault | undefined>;

/** One step. @param neededBytes how much room the paths take. @throws what the system says, but for a full disk. */
export function* flushed(
  { files = [], folders = [] }: Partial<Flush>,
  neededBytes: number,
): FlushSteps<UnlessDiskFull<null>> {
  const fault = yield { files, folders };
  if (fault === undefined) return { ok: true, value: null };
  const { path, error } = fault;
  if (!isDiskFull(error)) throw error;
  return { ok: false, failures: [{ reason: 'disk-full', path, neededBytes }] };
}

/** Flushes one path after the other. */
export function flushAlone<T>(steps: FlushSteps<T>, files: DurableFiles): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next(faultOf(step.value, files));
  return step.value;
}

function faultOf(flush: Flush, files: DurableFiles): FlushFault | undefined {
  let path = '';
  try {
    for (path of flush.files) files.syncFile(path);
    for (path of flush.folders) files.syncFolder(path);
    return undefined;
  } catch (error) {
    return { path, error };
  }
}
