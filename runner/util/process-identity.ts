/**
 * Which process this is, so that a later one can tell whether it still lives. A process id alone will not do:
 * ids are used again, and after a restart of the machine the first ones come back at once.
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './system-error.ts';

export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in a form that only compares for equality; null where the system does not tell. */
  readonly processStart: string | null;
}

export const ownIdentity = (): ProcessIdentity => ({
  pid: process.pid,
  host: hostname(),
  processStart: inspect(process.pid)?.start ?? null,
});

/** A process of another machine counts as alive, because nothing here can tell. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return true;
  if (!answersSignal(identity.pid)) return false;
  const found = inspect(identity.pid);
  if (found === null) return true;
  if (found.isZombie) return false;
  return identity.processStart === null || identity.processStart === found.start;
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
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Counted from field 3: the state is first, the start time (field 22, in ticks since the boot) the 20th.
    return { start: `${boot}:${fields[19]}`, isZombie: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return null;
  }
}
