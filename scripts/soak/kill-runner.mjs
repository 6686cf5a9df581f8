// Kills the runner with SIGKILL at random moments, starting it again at once each time, and then compares the reports
// with those of an undisturbed run: they must be equal byte for byte, with no worker left and a clean store.
//
//   node scripts/soak/kill-runner.mjs [--kills 50] [--seed 1] [--id li2019-table5] [--profile nano]
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    id: { type: 'string', default: 'li2019-table5' },
    profile: { type: 'string', default: 'nano' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'reprise-soak-'));
const cli = join('dist', 'cli.js');
const runArguments = (store) => [
  ...[cli, 'run', options.id, '--profile', options.profile, '--store', join(folder, store)],
  ...['--no-lock', '--allow-dirty'],
];
let state = Number(options.seed) >>> 0;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const undisturbedMs = await timed(() => finish('undisturbed'));
const expected = reports('undisturbed');
let kills = 0;
for (let round = 0; kills < Number(options.kills); round++) {
  const store = `disturbed-${round}`;
  while (kills < Number(options.kills) && !(await killed(store))) kills++;
  await finish(store);
  verify(store);
}
console.log(`${kills} kills: reports equal byte for byte, stores clean, no worker left`);
rmSync(folder, { recursive: true, force: true });

/** Kills one run at a random moment. True when it ended before that. */
async function killed(store) {
  const run = spawn(process.execPath, runArguments(store), { stdio: 'ignore' });
  const ended = new Promise((resolve) => run.on('exit', (code) => resolve(code === 0)));
  const moment = 100 + (random() * undisturbedMs) / 6;
  const done = await Promise.race([ended, sleep(moment).then(() => undefined)]);
  if (done !== undefined) {
    if (!done) throw new Error(`a run in ${store} failed by itself`);
    return true;
  }
  run.kill('SIGKILL');
  await ended;
  console.log(`kill ${kills + 1} after ${(moment / 1000).toFixed(1)} s`);
  return false;
}

async function finish(store) {
  const run = spawnSync(process.execPath, runArguments(store), { stdio: ['ignore', 'ignore', 'pipe'] });
  if (run.status !== 0) throw new Error(`a run in ${store} failed:\n${run.stderr}`);
}

function verify(store) {
  if (JSON.stringify(reports(store)) !== JSON.stringify(expected))
    throw new Error(`the reports in ${store} differ`);
  const fsck = spawnSync(process.execPath, [cli, 'fsck', '--store', join(folder, store)], {
    encoding: 'utf8',
  });
  if (fsck.status !== 0) throw new Error(`the store ${store} is damaged:\n${fsck.stdout}`);
  const left = workers();
  if (left.length > 0) throw new Error(`workers left: ${left.join(', ')}`);
}

function reports(store) {
  const name = join(folder, store, 'reports', `${options.id}.${options.profile}`);
  return readdirSync(name)
    .sort()
    .map((file) => [file, readFileSync(join(name, file), 'utf8')]);
}

/** Processes that run this checkout's worker. */
function workers() {
  const worker = join(process.cwd(), 'dist', 'worker.js');
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(worker));
}

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function timed(action) {
  const since = performance.now();
  await action();
  return performance.now() - since;
}
