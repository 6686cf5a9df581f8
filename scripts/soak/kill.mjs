// Kills runners and workers with SIGKILL at random moments, fills the disk of the store and turns it read-only, and looks
// after each whether something was lost: the store must be clean, every record must stay, and the next run must end with
// the lock of an undisturbed one, computing no job that has a record. docs/reliability.md has the counts.
//
//   node scripts/soak/kill.mjs [--kills 1000] [--seed 1] [--shard 1/1] [--stop-after-minutes N] [--only TEXT] [--json]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cloneProject } from '../clone-project.mjs';
import { disturbances, expectRecovery, failDuring, fillDuring } from '../faults/disturb.mjs';
import { killAll, processesOf } from '../faults/processes.mjs';
import { failingDisk, memoryDisk } from '../faults/small-disks.mjs';
import { runCli } from '../faults/write-faults.mjs';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    shard: { type: 'string', default: '1/1' },
    'stop-after-minutes': { type: 'string', default: 'Infinity' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const [shard, shards] = options.shard.split('/').map(Number);
const asked = Math.ceil(Number(options.kills) / shards);
const endsAt = performance.now() + Number(options['stop-after-minutes']) * 60_000;

const manifest = `id: fast
title: Table look-ups
task: { kind: tabular-benchmark, data: textures10-cells }
space: { name: nasbench101 }
seedSets: { first: { from: 1, count: 40 } }
methods: { random: { kind: random, evaluations: 5 } }
stages: { search: { kind: search, seeds: each } }
reports:
  main: { title: T, rows: method, columns: [ { metric: benchmark.testErrorPercent, stage: search } ] }
`;

const folder = mkdtempSync(join(tmpdir(), 'reprise-kill-'));
const root = join(folder, 'project');
const lockFile = join(root, 'manifests', 'soak', 'fast.lock.json');
const disks = [];
process.on('exit', () => {
  killAll(processesOf(root));
  for (const disk of disks) disk.remove();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

let state = (Number(options.seed) * 7919 + shard) >>> 0;
/** In [0, 1). */
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const callOn = (store, jobs = '2') => ({ root, args: ['run', 'fast', '-j', jobs, '--store', store], store });

/** Kind of fault to what strikes a run on a new store. */
function faults() {
  const onFolder = Object.entries(disturbances).map(([kind, disturb]) => [
    kind,
    { call: callOn(join(folder, 'store'), kind.includes('two runners') ? '1' : '2'), disturb },
  ]);
  const full = memoryDisk(join(folder, 'memory'), 24);
  const failing = failingDisk(join(folder, 'disk'), 64);
  disks.push(...[full, failing].filter((disk) => disk !== undefined));
  const onDisk = [
    ['the disk is full', full, fillDuring],
    ['the disk turns read-only', failing, failDuring],
  ].flatMap(([kind, disk, during]) => {
    if (disk === undefined) console.error(`${kind}: left out, since a file system cannot be mounted here`);
    if (disk === undefined) return [];
    const call = callOn(join(disk.folder, 'store'));
    return [[kind, { call, disturb: (run, moment) => during(run, moment, disk) }]];
  });
  return [...onFolder, ...onDisk].filter(([kind]) => kind.includes(options.only));
}

function clear({ store }) {
  rmSync(store, { recursive: true, force: true });
  rmSync(lockFile, { force: true });
}

/** One fault of a kind: tried anew until it meets a run before its end. */
async function strikeOnce({ call, disturb }, wholeMs, expectedLock) {
  for (;;) {
    clear(call);
    // Most of a short run is its start, so that half of the moments are told by its jobs.
    const moment = random() < 0.5 ? random() * wholeMs : { jobs: 1 + Math.floor(random() * 38) };
    const happened = await disturb(call, moment, random);
    if (happened === undefined) continue;
    const finished = await expectRecovery({ ...call, lockFile, expectedLock });
    return { happened, finished };
  }
}

cloneProject(root, { 'manifests/soak/fast.yaml': manifest });
const kinds = faults();
const whole = callOn(join(folder, 'store'));
await runCli(whole);
clear(whole);
const since = performance.now();
const undisturbed = await runCli(whole);
if (undisturbed.code !== 0) throw new Error(`the undisturbed run failed:\n${undisturbed.err}`);
const wholeMs = performance.now() - since;
const expectedLock = readFileSync(lockFile, 'utf8');

const counts = new Map(kinds.map(([kind]) => [kind, { tried: 0, failed: 0, amongJobs: 0, happened: {} }]));
const begun = performance.now();
let done = 0;
for (; done < asked && performance.now() < endsAt; done++) {
  const [kind, fault] = kinds[done % kinds.length];
  const count = counts.get(kind);
  count.tried++;
  try {
    const { happened, finished } = await strikeOnce(fault, wholeMs, expectedLock);
    count.happened[happened] = (count.happened[happened] ?? 0) + 1;
    if (finished > 0 && finished < 40) count.amongJobs++;
  } catch (error) {
    count.failed++;
    console.error(`FOUND ${kind}, fault ${done + 1} of seed ${options.seed}: ${error.message}`);
  }
  const minutes = ((performance.now() - begun) / (done + 1)) * (asked - done - 1);
  console.error(`${done + 1} of ${asked}: ${kind}; ${(minutes / 60_000).toFixed(1)} min to go`);
}

const failed = [...counts.values()].reduce((sum, count) => sum + count.failed, 0);
for (const [kind, count] of counts) {
  const what = Object.entries(count.happened).map(([text, times]) => `${text} ${times}`);
  console.log(
    options.json
      ? JSON.stringify({ kind, ...count })
      : `${kind}: ${count.tried} times, ${count.amongJobs} of them between the first record and the last; ${what.join(', ')}; ${count.failed} recovered wrongly`,
  );
}
console.log(
  options.json
    ? JSON.stringify({ done, asked, failed })
    : `${done} of ${asked} faults, ${failed} recovered wrongly`,
);
// A project of its own: its leftovers would be seen as processes.
const left = processesOf(root);
if (left.length > 0) console.error(`processes left: ${left.join(', ')}`);
if (failed > 0 || left.length > 0) process.exitCode = 1;
