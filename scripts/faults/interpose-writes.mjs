// Preloaded into a process (`node --import`), this makes one chosen write of it go wrong: the file system calls that
// change something are counted, and at the call with the chosen number the process group is killed, or the call fails.
//
// REPRISE_FAULT holds JSON: `command` (the first argument of the command line, or `build`), `at` (number of the call,
// from 1; 0 lets all pass), `kind` (`kill`: before the call; `torn`: after half of the bytes; or an error code such as
// ENOSPC), `log` (a file that gets one line for each counted call), `states` (`root` and `pool`: the state of the folder
// `root` before each counted call is kept in `pool`, under the number of the call).
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { keepState } from './states.mjs';

const fault = JSON.parse(process.env.REPRISE_FAULT ?? 'null');
const [, program = '', command] = process.argv;
const own = program.endsWith('build.mjs') ? 'build' : program.endsWith('cli.js') ? command : undefined;

/** Calls that change the file system, and where their path stands among the arguments. */
const changing = {
  appendFile: 0,
  chmod: 0,
  copyFile: 1,
  cp: 1,
  fsync: 0,
  link: 1,
  mkdir: 0,
  mkdtemp: 0,
  rename: 1,
  rm: 0,
  rmdir: 0,
  symlink: 1,
  truncate: 0,
  unlink: 0,
  utimes: 0,
  write: 0,
  writeFile: 0,
};

// Kept, since the log must not count itself.
const append = fs.appendFileSync;
const writeWhole = fs.writeFileSync;
const writePart = fs.writeSync;
let calls = 0;
/** Some calls are made of others; only the outer one counts. */
let depth = 0;

function strike(name, args, path) {
  calls += 1;
  if (fault.log) {
    const line = JSON.stringify({ command: own, call: calls, name, path: String(path) });
    nested(() => append(fault.log, `${line}\n`));
  }
  if (fault.states) nested(() => keepState(fault.states.root, fault.states.pool, calls));
  if (calls !== fault.at) return;
  if (fault.kind === 'torn') tear(name, args);
  if (fault.kind === 'torn' || fault.kind === 'kill') {
    // The whole group, as a power cut or a batch system would.
    process.kill(0, 'SIGKILL');
    for (;;);
  }
  const error = new Error(`${fault.kind}: injected, ${name} '${path}'`);
  throw Object.assign(error, { code: fault.kind, errno: -1, syscall: name, path: String(path) });
}

function tear(name, args) {
  const data = args[1];
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) return;
  const half = data.slice(0, Math.floor(data.length / 2));
  depth += 1;
  if (name === 'write') writePart(args[0], half);
  if (name === 'writeFile') writeWhole(args[0], half, args[2]);
  if (name === 'appendFile') append(args[0], half, args[2]);
}

const nested = (act) => {
  depth += 1;
  try {
    return act();
  } finally {
    depth -= 1;
  }
};

if (fault !== null && own === fault.command) {
  for (const [name, at] of Object.entries(changing)) {
    const original = fs[`${name}Sync`];
    fs[`${name}Sync`] = (...args) => {
      if (depth === 0) strike(name, args, args[at]);
      return nested(() => original(...args));
    };
    // With a callback, flushes alone are used.
    const soon = fs[name];
    if (name === 'fsync')
      fs[name] = (file, done) => {
        try {
          strike(name, [file], file);
        } catch (error) {
          process.nextTick(done, error);
          return;
        }
        soon(file, done);
      };
    const later = fs.promises[name];
    if (later === undefined) continue;
    fs.promises[name] = async (...args) => {
      strike(name, args, args[at]);
      return later(...args);
    };
  }
  syncBuiltinESMExports();
}
