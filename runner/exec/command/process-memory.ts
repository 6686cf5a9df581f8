/** What the processes of a program use, and whether the system ended one for want of memory. */
import { readFileSync } from 'node:fs';

/** Resident memory of a process and all its children, in bytes; 0 where the system does not tell. */
export function residentBytes(pid: number): number {
  const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
  return childrenOf(pid).reduce((sum, child) => sum + residentBytes(child), own);
}

const childrenOf = (pid: number): number[] =>
  read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((text) => /^\d+$/.test(text))
    .map(Number);

/** How often the system has ended a process for want of memory, here or in this container. */
export function outOfMemoryKills(): number {
  const system = /^oom_kill (\d+)$/m.exec(read('/proc/vmstat'))?.[1];
  const group = /^oom_kill (\d+)$/m.exec(read('/sys/fs/cgroup/memory.events'))?.[1];
  return Number(system ?? 0) + Number(group ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Another system, or a process that has ended.
    return '';
  }
}
