/** Which operating-system error this is. */
import { unlinkSync } from 'node:fs';

/** The code of a system error, such as `ENOENT`; undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** True when a write failed for want of space or quota. */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Removes a file; one that is gone already is no mistake. */
export const removeIfThere = (path: string): void => void unlessMissing(() => unlinkSync(path));

/** Runs `act`; a file that is not there gives undefined instead of an exception. */
export function unlessMissing<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Runs `act`, for what only makes things quicker or tidier: what the system refuses gives undefined. */
export function unlessRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
