/**
 * Which process this is, so that a later one can tell whether it still lives. A process id alone will not do: ids are
 * used again, after a restart of the machine the first ones come back at once, and two containers count their own.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { Type } from '@sinclair/typebox';
import { errorCode } from './system-error.ts';

export interface ProcessIdentity {
  readonly host: string;
  /** Id of the kernel's boot; null where the system does not tell. */
  readonly bootId: string | null;
  /** Name of the namespace in which `pid` counts; null where the system does not tell. */
  readonly pidNamespace: string | null;
  readonly pid: number;
  /** When the process began, in a form that only compares for equality; null where the system does not tell. */
  readonly processStart: string | null;
}

const textOrNull = Type.Union([Type.String({ maxLength: 200 }), Type.Null()]);

/** The fields of `ProcessIdentity`, for the formats of files that name a process. */
export const processIdentityFields = {
  host: Type.String({ maxLength: 255 }),
  bootId: textOrNull,
  pidNamespace: textOrNull,
  pid: Type.Integer({ minimum: 0 }),
  processStart: textOrNull,
};

/** `out-of-sight`: it counts its processes elsewhere (another machine, container or boot), so only a heartbeat tells. */
export type Liveness = 'alive' | 'dead' | 'out-of-sight';

/** Whoever holds something says so again this often. */
export const heartbeatMs = 10_000;
/** A holder out of sight that was silent for so long counts as dead. */
export const staleAfterMs = 5 * 60_000;

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= {
    host: hostname(),
    bootId: readBootId(),
    pidNamespace: readPidNamespace(),
    pid: process.pid,
    processStart: inspect(process.pid)?.start ?? null,
  };
  return own;
}

export function livenessOf(identity: ProcessIdentity): Liveness {
  const here = ownIdentity();
  const isInSight =
    identity.host === here.host &&
    identity.bootId === here.bootId &&
    identity.pidNamespace === here.pidNamespace;
  if (!isInSight) return 'out-of-sight';
  return isRunning(identity) ? 'alive' : 'dead';
}

/** @param silentMs how long ago it last showed a sign of life, such as touching a file of its own. */
export function isAlive(identity: ProcessIdentity, silentMs: number): boolean {
  const liveness = livenessOf(identity);
  return liveness === 'alive' || (liveness === 'out-of-sight' && silentMs < staleAfterMs);
}

/** Whether a process of this machine and namespace has this id: weaker than an identity, since ids are used again. */
export const isPidInUse = (pid: number): boolean => isRunning({ pid, processStart: null });

function isRunning({ pid, processStart }: Pick<ProcessIdentity, 'pid' | 'processStart'>): boolean {
  if (pid === 0 || !answersSignal(pid)) return false;
  const found = inspect(pid);
  if (found === null) return true;
  if (found.isZombie) return false;
  return processStart === null || processStart === found.start;
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Linux only: null elsewhere, and when the process is gone. */
function inspect(pid: number): { readonly start: string; readonly isZombie: boolean } | null {
  const stat = orNull(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat === null) return null;
  // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Counted from field 3: the state is first, the start time (field 22, in ticks since the boot) the 20th.
  return { start: String(fields[19]), isZombie: fields[0] === 'Z' || fields[0] === 'X' };
}

const readBootId = (): string | null =>
  orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim());

const readPidNamespace = (): string | null => orNull(() => readlinkSync('/proc/self/ns/pid'));

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
