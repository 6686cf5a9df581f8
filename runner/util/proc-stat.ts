/** What the kernel of Linux says of a process. */
import { readFileSync } from 'node:fs';
import { errorCode } from './system-error.ts';

export interface ProcStat {
  readonly parent: number;
  /** Id of its process group. */
  readonly group: number;
  /** Ended, and nobody has asked after it. */
  readonly isZombie: boolean;
  /** When it began, in ticks since the boot: a text that only compares for equality. */
  readonly start: string;
}

/** Undefined on another system, in another namespace, and when the process is gone. */
export function procStat(pid: number): ProcStat | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Counted from field 3, the state; the start time is field 22.
  const [state = '', parent, group] = fields;
  return {
    parent: Number(parent),
    group: Number(group),
    isZombie: state === 'Z' || state === 'X',
    start: String(fields[19]),
  };
}

/** Whether a process is there, or with the negative of its id a group. One of another user is, too. */
export function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
