// Runs that are disturbed at some moment, and what must hold afterwards: a clean store, results that stay, and a next run
// that ends as an undisturbed one does, without a manual step.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killAll, workersOf } from './processes.mjs';
import { runCli, startCli } from './write-faults.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const ended = Symbol('ended');

/** Waits until the moment (milliseconds from the start, or a number of finished jobs) or the end of the call. @returns whether the call still runs. */
async function reaches(call, moment) {
  if (typeof moment === 'number')
    return (await Promise.race([call.ended.then(() => ended), sleep(moment)])) !== ended;
  while (!call.printed().includes(`[${moment.jobs}/`)) {
    if (!(await reaches(call, 2))) return false;
  }
  return true;
}

/** A run must say in words why it stops. */
function expectWords({ err }) {
  if (/bug in|^ {4}at /m.test(err)) throw new Error(`worded as a bug:\n${err}`);
}

function expectDone(result, what) {
  if (result.code !== 0)
    throw new Error(`${what} ended with ${result.code ?? result.signal}:\n${result.err}`);
}

/**
 * What can happen to a run. Each starts one, waits until `moment`, strikes, and gives back a clause that says what
 * happened, or undefined when the run had ended before.
 */
export const disturbances = {
  'kill the runner': async (call, moment) => {
    const run = startCli(call);
    if (!(await reaches(run, moment))) return undefined;
    killAll([run.pid]);
    await run.ended;
    return 'killed';
  },
  'kill a worker': async (call, moment, random) => {
    const run = startCli(call);
    if (!(await reaches(run, moment))) return undefined;
    // Of a run that has not come so far: the first that it starts.
    let workers = workersOf(run.pid);
    for (; workers.length === 0; workers = workersOf(run.pid)) {
      if (!(await reaches(run, 5))) return undefined;
    }
    if (killAll([workers[Math.floor(random() * workers.length)]]) === 0) return undefined;
    expectDone(await run.ended, 'a run whose worker was killed');
    return 'the run went on';
  },
  'kill the runner and its workers': async (call, moment) => {
    const run = startCli(call);
    if (!(await reaches(run, moment))) return undefined;
    const workers = workersOf(run.pid);
    killAll([run.pid, ...workers]);
    await run.ended;
    return 'killed';
  },
  'kill one of two runners': async (call, moment) => {
    const [first, second] = [startCli(call), startCli(call)];
    const isInTime = await reaches(first, moment);
    if (isInTime) killAll([first.pid]);
    await first.ended;
    expectDone(await second.ended, 'the runner beside the killed one');
    return isInTime ? 'the other went on' : undefined;
  },
};

/**
 * Fills the file system of the store during a run, and makes room again.
 * @param {import('./small-disks.mjs').MemoryDisk} disk
 */
export async function fillDuring(call, moment, disk) {
  const run = startCli(call);
  if (!(await reaches(run, moment))) return undefined;
  disk.fill();
  let isOver = false;
  void run.ended.then(() => {
    isOver = true;
  });
  while (!isOver && !run.printed().includes('PAUSED')) await sleep(5);
  disk.makeRoom();
  const result = await run.ended;
  expectWords(result);
  if (result.code === 0) return result.err.includes('PAUSED') ? 'paused and went on' : undefined;
  return 'ended with its reason';
}

/** Turns the file system of the store read-only during a run, and mounts it again afterwards. */
export async function failDuring(call, moment, disk) {
  const run = startCli(call);
  if (!(await reaches(run, moment))) return undefined;
  disk.fail();
  const result = await run.ended;
  await gone(disk.folder);
  disk.replace();
  expectWords(result);
  return result.code === 0 ? 'ended before its next write' : 'ended with its reason';
}

/** Workers of a run that has ended may hold files for a moment. */
async function gone(folder) {
  const users = () =>
    readdirSync('/proc').some((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
      } catch {
        return false;
      }
    });
  for (let waitedMs = 0; waitedMs < 5000 && users(); waitedMs += 20) await sleep(20);
}

/** Record file to its text. */
function recordsOf(store) {
  const folder = join(store, 'records');
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  return new Map(files.map((name) => [name.slice(-69, -5), readFileSync(join(folder, name), 'utf8')]));
}

/** Keys of the jobs that each run computed, with repetitions. */
function computedKeys(store) {
  const runs = join(store, 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs).flatMap((run) => {
    const journal = join(runs, run, 'journal.jsonl');
    if (!existsSync(journal)) return [];
    // What follows the last newline is the torn line of a killed run.
    const lines = readFileSync(journal, 'utf8').split('\n').slice(0, -1);
    return lines
      .map((line) => JSON.parse(line))
      .flatMap(({ type, key }) => (type === 'job-done' ? [key] : []));
  });
}

/**
 * Checks the store after a disturbance and lets the next run end the experiment.
 * @param {object} options
 * @param {string} options.root
 * @param {readonly string[]} options.args of the run
 * @param {string} options.store
 * @param {string} options.lockFile
 * @param {string} options.expectedLock text of the lock of an undisturbed run
 * @returns {Promise<number>} how many jobs the disturbed run had finished.
 */
export async function expectRecovery({ root, args, env, store, lockFile, expectedLock }) {
  const clean = await runCli({ root, env, args: ['fsck', '--store', store] });
  if (clean.code !== 0) throw new Error(`the store is not clean after it:\n${clean.out}${clean.err}`);
  const before = recordsOf(store);
  expectDone(await runCli({ root, args, env }), 'the next run');
  const after = recordsOf(store);
  for (const [key, text] of before) {
    if (after.get(key) !== text) throw new Error(`the record ${key} did not stay`);
  }
  const keys = computedKeys(store);
  const repeated = keys.find((key, i) => keys.indexOf(key) !== i);
  if (repeated !== undefined) throw new Error(`the job ${repeated} was computed twice`);
  if (readFileSync(lockFile, 'utf8') !== expectedLock) throw new Error('the lock is another');
  const left = ['staging', 'locks'].flatMap((name) => {
    const folder = join(store, name);
    return existsSync(folder) ? readdirSync(folder).map((file) => `${name}/${file}`) : [];
  });
  if (left.length > 0) throw new Error(`left in the store: ${left.join(', ')}`);
  return before.size;
}
