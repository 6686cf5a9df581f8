// One call of a program: seconds on the clock, seconds of processors (its children included), and the largest memory of
// one of its processes, in MB.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

/**
 * @param {readonly string[]} command
 * @param {{ cwd: string, scratch: string, env?: object, timeoutMs?: number }} options `scratch`: a file for the times.
 * @returns undefined when it took longer than `timeoutMs`.
 */
export function timed([file, ...args], { cwd, scratch, env = {}, timeoutMs }) {
  // `timeout` ends the whole process group.
  const limit = timeoutMs === undefined ? [] : ['timeout', '--kill-after=5', String(timeoutMs / 1000)];
  const whole = ['-o', scratch, '-f', '%e %U %S %M', ...limit, file, ...args];
  const call = spawnSync('/usr/bin/time', whole, {
    ...{ cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 30 },
    env: { ...process.env, CI: 'true', ...env },
  });
  if (timeoutMs !== undefined && (call.status === 124 || call.status === 137)) return undefined;
  if (call.status !== 0) throw new Error(`${file} ended with ${call.status}:\n${call.stderr.slice(-2000)}`);
  const [wall, user, system, kilobytes] = readFileSync(scratch, 'utf8').trim().split('\n').at(-1).split(' ');
  rmSync(scratch);
  return { seconds: Number(wall), cpu: Number(user) + Number(system), megabytes: Number(kilobytes) / 1000 };
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
