/** Which failure an exception is: what the system or the machine refuses is no fault of the job's code. */
import type { JobFailure } from '../../schemas/failure.ts';
import { isOutOfMemory } from '../engine/memory.ts';
import { EngineUnavailable } from '../engine/unavailable.ts';

export function failureOf(error: unknown): JobFailure {
  for (const cause of causesOf(error)) {
    if (cause instanceof EngineUnavailable) {
      return { reason: 'engine-unavailable', message: cause.message, hint: cause.hint };
    }
    if (isOutOfMemory(cause)) {
      const message = `Memory does not suffice: ${cause.message}`;
      return {
        reason: 'job-refused',
        message,
        hint: 'Lower batchSize, or the width or the channels of the network',
      };
    }
    const code = textOf(cause, 'code');
    if (code === null || !/^E[A-Z0-9]{2,}$/.test(code)) continue;
    const path = textOf(cause, 'path');
    if (code === 'ENOSPC' || code === 'EDQUOT') return { reason: 'disk-full', path };
    return { reason: 'system-error', code, operation: textOf(cause, 'syscall'), path };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (isOutOfMemory(error)) {
    const hint =
      'Lower batchSize, or the width or the channels of the network; or run fewer jobs at once with -j';
    return { reason: 'job-refused', message: `Memory does not suffice: ${message}`, hint };
  }
  return { reason: 'unknown-error-thrown', message, ...(stack ? { stack } : {}) };
}

/** The error, what caused it, and what it gathers; a few of them. */
function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const gathered = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...gathered].flatMap((cause) => causesOf(cause, depth + 1))];
}

function textOf(error: Error, field: 'code' | 'syscall' | 'path'): string | null {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : null;
}
