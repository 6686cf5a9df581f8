/** Groups of processes: whether anything of one is left, and whether a process belongs to one. */
import { readdirSync } from 'node:fs';
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../schemas/contract.ts';
import { answersSignal, procStat } from './proc-stat.ts';
import { processStartOf } from './process-identity.ts';
import { unlessRefused } from './system-error.ts';

export const processGroupSchema = exact({
  /** Id of its first process, which is that of the group. */
  pid: Type.Integer({ minimum: 1 }),
  /** When that process began; null where the system does not tell. */
  start: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
});

export type ProcessGroup = Readonly<Static<typeof processGroupSchema>>;

/** Of a process that was just started as the first of its group. */
export const groupOf = (pid: number): ProcessGroup => ({ pid, start: processStartOf(pid) });

/** Whether a process of the group still runs. A dead one that nobody has asked after does not. */
export function isGroupAlive({ pid, start }: ProcessGroup): boolean {
  if (!answersSignal(-pid)) return false;
  const now = processStartOf(pid);
  // The id of a group is free again when its last process has ended.
  if (start !== null && now !== null && now !== start) return false;
  const pids = unlessRefused(() => readdirSync('/proc'))?.filter((name) => /^\d+$/.test(name)) ?? [];
  if (pids.length === 0) return true;
  return pids.some((name) => {
    const stat = procStat(Number(name));
    return stat?.group === pid && !stat.isZombie;
  });
}

/** Undefined where the process cannot be seen: another system, another namespace, or it has ended. */
export function isOfGroup(pid: number, groups: ReadonlySet<number>): boolean | undefined {
  const seen = new Set<number>();
  let stat = procStat(pid);
  if (stat === undefined) return undefined;
  for (let at = pid; stat !== undefined && at > 1 && !seen.has(at); ) {
    if (groups.has(at) || groups.has(stat.group)) return true;
    seen.add(at);
    at = stat.parent;
    stat = procStat(at);
  }
  return false;
}
