/** Which operating-system error this is. `system-error-text.ts` puts it into words. */
import { unlinkSync } from 'node:fs';

/** The code of a system error, such as `ENOENT`; undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What the operating system refused, and where. */
export interface SystemProblem {
  readonly code: string;
  /** The call that it refused, such as `open`; null where it does not tell. */
  readonly operation: string | null;
  readonly path: string | null;
}

/** Undefined for an error that the operating system did not raise. Looks at causes too. */
export function systemProblemOf(error: unknown): SystemProblem | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 10; cause = cause.cause, depth++) {
    const code = errorCode(cause);
    if (code === undefined || !/^E[A-Z0-9]{2,}$/.test(code)) continue;
    return { code, operation: textField(cause, 'syscall'), path: textField(cause, 'path') };
  }
  return undefined;
}

function textField(error: Error, field: 'syscall' | 'path'): string | null {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : null;
}

const isDiskFullCode = (code: string | undefined): boolean => code === 'ENOSPC' || code === 'EDQUOT';

/** True when a write failed for want of space, inodes or quota. */
export const isDiskFull = (error: unknown): boolean => isDiskFullCode(systemProblemOf(error)?.code);

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
    if (systemProblemOf(error) === undefined) throw error;
    return undefined;
  }
}

export async function unlessRefusedSoon<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (systemProblemOf(error) === undefined) throw error;
    return undefined;
  }
}
