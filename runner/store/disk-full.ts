/** A full disk is expected, so it is a value; any other error of the system stays an exception. */
import { isDiskFull } from '../util/system-error.ts';
import type { DiskFull } from './store-problem.ts';

/** A `Result` whose failure is exactly one. */
export type UnlessDiskFull<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failures: readonly [DiskFull] };

export function catchDiskFull<T>(path: string, neededBytes: number, act: () => T): UnlessDiskFull<T> {
  try {
    return { ok: true, value: act() };
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return { ok: false, failures: [{ reason: 'disk-full', path, neededBytes }] };
  }
}
