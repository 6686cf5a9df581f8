/**
 * Which process this is, so that a later one can tell whether it still lives. A process id alone will not do: ids are
 * used again, after a restart of the machine the first ones come back at once, and two containers count their own.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { Type } from '@sinclair/typebox';
import { answersSignal, procStat } from './proc-stat.ts';

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
/** A holder out of sight that was silent for so long counts as dead. Clocks of machines that share files agree better. */
export const staleAfterMs = 5 * 60_000;

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= {
    host: hostname(),
    bootId: readBootId(),
    pidNamespace: readPidNamespace(),
    pid: process.pid,
    processStart: processStartOf(process.pid),
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

/**
 * @param silentMs how long ago it last showed a sign of life, such as touching a file of its own. Below zero: that is
 *   dated in the future, which would else keep a dead holder alive until then.
 */
export function isAlive(identity: ProcessIdentity, silentMs: number): boolean {
  const liveness = livenessOf(identity);
  return liveness === 'alive' || (liveness === 'out-of-sight' && Math.abs(silentMs) < staleAfterMs);
}

/** Whether a process of this machine and namespace has this id: weaker than an identity, since ids are used again. */
export const isPidInUse = (pid: number): boolean => isRunning({ pid, processStart: null });

function isRunning({ pid, processStart }: Pick<ProcessIdentity, 'pid' | 'processStart'>): boolean {
  if (pid === 0 || !answersSignal(pid)) return false;
  const found = procStat(pid);
  if (found === undefined) return true;
  if (found.isZombie) return false;
  return processStart === null || processStart === found.start;
}

/** When a process of this machine and namespace began, as identities hold it; null where the system does not tell. */
export const processStartOf = (pid: number): string | null => procStat(pid)?.start ?? null;

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
