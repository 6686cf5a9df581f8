// Which writes a command makes, and what becomes of it when one of them goes wrong.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const preload = pathToFileURL(resolve(fileURLToPath(import.meta.url), '..', 'interpose-writes.mjs')).href;

/**
 * Runs the command line in a process group of its own.
 * @param {{ root: string, args: readonly string[], env?: Record<string, string>, fault?: object }} options
 * @returns {Promise<{ code: number | null, signal: string | null, out: string, err: string }>}
 */
export const runCli = (options) => startCli(options).ended;

/** The same, for whoever does something to the process meanwhile. */
export function startCli({ root, args, env = {}, fault }) {
  const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CI: 'true',
      ...env,
      ...(fault ? { NODE_OPTIONS: `--import ${preload}`, REPRISE_FAULT: JSON.stringify(fault) } : {}),
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise((settle) => {
    child.on('close', (code, signal) => settle({ code, signal, out, err }));
  });
  return { pid: child.pid, printed: () => err, ended };
}

/**
 * Every counted write of one undisturbed call, in order.
 * @param {{ root: string, args: readonly string[], env?: Record<string, string>, command: string, log: string, pool?: string }} options
 *   `pool`: a folder that keeps the state of `root` before each write, by its number; see states.mjs.
 * @returns {Promise<{ call: number, name: string, path: string }[]>}
 */
export async function writesOf({ root, args, env, command, log, pool }) {
  rmSync(log, { force: true });
  const states = pool === undefined ? undefined : { root, pool };
  const done = await runCli({ root, args, env, fault: { command, at: 0, kind: 'kill', log, states } });
  if (done.code !== 0) throw new Error(`the undisturbed call failed with ${done.code}:\n${done.err}`);
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** `count` numbers of `total`, spread evenly, the first and the last among them; all of them when there are no more. */
export function spread(total, count) {
  if (total <= count) return Array.from({ length: total }, (_, i) => i + 1);
  return Array.from({ length: count }, (_, i) => 1 + Math.round((i * (total - 1)) / (count - 1)));
}
