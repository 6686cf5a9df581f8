// The processes of a run, as Linux lists them, and their end by SIGKILL.
import { readdirSync, readFileSync } from 'node:fs';

const orElse = (read, otherwise) => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

/**
 * Ids of the worker processes that a runner has at this moment.
 * @param {number} runner
 * @returns {number[]}
 */
export function workersOf(runner) {
  const threads = orElse(() => readdirSync(`/proc/${runner}/task`), []);
  const children = threads.flatMap((thread) =>
    orElse(() => readFileSync(`/proc/${runner}/task/${thread}/children`, 'utf8'), '').split(' '),
  );
  return children.map(Number).filter((pid) => pid > 0 && isWorker(pid));
}

const commandLine = (pid) => orElse(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '');
const isWorker = (pid) => /worker[^/]*\.m?js\0/.test(commandLine(pid));

/**
 * Ids of the processes whose command line names a folder.
 * @param {string} folder
 * @returns {number[]}
 */
export const processesOf = (folder) =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(folder))
    .map(Number);

/**
 * Ends processes at once.
 * @param {readonly number[]} pids
 * @returns {number} how many of them were there.
 */
export function killAll(pids) {
  return pids.filter((pid) => orElse(() => process.kill(pid, 'SIGKILL'), false)).length;
}
