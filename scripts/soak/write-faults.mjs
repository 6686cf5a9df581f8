// Lets every write of `reprise run` and of `reprise rerun` go wrong, one after the other. After each, the same command
// called again must end well without any manual step, with the bytes of an undisturbed run and a clean store.
//
//   npm run soak:writes -- [--kinds state,kill,torn,ENOSPC,EIO,EACCES] [--commands run,rerun] [--parts rerun,run,build]
//                          [--most 10000] [--shard 1/4] [--stop-after-minutes 30]
//
// `state` is what a kill before the write leaves: all states are kept during one undisturbed call, and those that equal
// an earlier one in every path, content, mode and time are left out; what lies in the checkout of a dead rerun does not
// count, since the next call removes it unread. The other kinds are dealt out during a call of its
// own each: `kill` ends the process group before the write, `torn` in the middle of it, else the system refuses it.
// What is found is told when it is found and does not end the soak; the exit code is 1 then.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cloneProject, git } from '../clone-project.mjs';
import { restoreState, stateDigest } from '../faults/states.mjs';
import { runCli, spread, writesOf } from '../faults/write-faults.mjs';

const { values: options } = parseArgs({
  options: {
    kinds: { type: 'string', default: 'state,torn,ENOSPC,EIO,EACCES' },
    commands: { type: 'string', default: 'run,rerun' },
    parts: { type: 'string', default: 'rerun,run,build' },
    most: { type: 'string', default: '10000' },
    shard: { type: 'string', default: '1/1' },
    'stop-after-minutes': { type: 'string', default: 'Infinity' },
  },
});
const [shard, shards] = options.shard.split('/').map(Number);
const endsAt = performance.now() + Number(options['stop-after-minutes']) * 60_000;

const manifest = `id: fast
title: Table look-ups
task: { kind: tabular-benchmark, data: textures10-cells }
space: { name: nasbench101 }
seedSets: { first: [1, 2, 3] }
methods: { random: { kind: random, evaluations: 5 } }
stages: { search: { kind: search, seeds: each } }
reports:
  main: { title: T, rows: method, columns: [ { metric: benchmark.testErrorPercent, stage: search } ] }
`;
const lockFile = 'manifests/soak/fast.lock.json';
const folder = mkdtempSync(join(tmpdir(), 'reprise-writes-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A clone with the manifest committed. */
function makeTemplate() {
  const root = join(folder, 'template');
  cloneProject(root, { 'manifests/soak/fast.yaml': manifest });
  return root;
}

/** Always at the same place, since git keeps the paths of worktrees. */
const place = join(folder, 'project');
function placeCopyOf(template) {
  rmSync(place, { recursive: true, force: true });
  cpSync(template, place, { recursive: true, verbatimSymlinks: true });
  return place;
}

const args = { run: ['run', 'fast', '-j', '1'], rerun: ['rerun', 'fast', '-j', '1'] };
const expectWell = ({ code, err }, what) => {
  if (code !== 0) throw new Error(`${what}: exit ${code}\n${err}`);
};

async function verify(root, expectedLock, what) {
  if (readFileSync(join(root, lockFile), 'utf8') !== expectedLock) throw new Error(`${what}: another lock`);
  const fsck = await runCli({ root, args: ['fsck'] });
  if (fsck.code !== 0) throw new Error(`${what}: the store is not clean\n${fsck.out}${fsck.err}`);
  const dirt = git(root, 'status', '--porcelain')
    .split('\n')
    .filter((line) => line !== '' && !line.endsWith(lockFile));
  if (dirt.length > 0) throw new Error(`${what}: left in the tree: ${dirt.join(', ')}`);
  if (existsSync(join(root, '.git', 'worktrees'))) throw new Error(`${what}: left a worktree`);
}

const deadCheckout = /^artifacts\/worktrees\/[^/]+\/checkout(?:\/|$)/;

/** The writes to try: this shard's part of those whose state equals none before it. */
function chosenWrites(total, pool) {
  const seen = new Set();
  const isNew = (at) => {
    const digest = stateDigest(pool, at, deadCheckout);
    return !seen.has(digest) && seen.add(digest);
  };
  const distinct = spread(total, total).filter(isNew);
  const some = spread(distinct.length, Number(options.most)).map((i) => distinct[i - 1]);
  return { distinct: distinct.length, chosen: some.filter((_, i) => i % shards === shard - 1) };
}

/** Puts the project into the state that the fault at this write leaves. */
async function strike({ command, part, kind, at, template, pool }) {
  if (kind === 'state') {
    restoreState(place, pool, at);
    return;
  }
  const root = placeCopyOf(template);
  const { err } = await runCli({ root, args: args[command], fault: { command: part, at, kind } });
  if (/bug in|^ {4}at /m.test(err)) throw new Error(`worded as a bug\n${err}`);
}

let found = 0;
async function tryOne(fault, expectedLock, what) {
  try {
    await strike(fault);
    expectWell(await runCli({ root: place, args: args[fault.command] }), 'the next call');
    await verify(place, expectedLock, 'after the next call');
  } catch (error) {
    found += 1;
    console.log(`FOUND ${what}: ${error.message}`);
  }
}

async function tryAll(command, part, template, expectedLock) {
  const pool = join(folder, `${command}-${part}-states`);
  const log = join(folder, 'writes.jsonl');
  const writes = await writesOf({
    root: placeCopyOf(template),
    args: args[command],
    command: part,
    log,
    pool,
  });
  const { distinct, chosen } = chosenWrites(writes.length, pool);
  for (const kind of options.kinds.split(',')) {
    if (part === 'build' && kind !== 'kill' && kind !== 'state') continue;
    const title = `${command}, ${part} process, ${kind}`;
    const since = performance.now();
    let done = 0;
    for (const at of chosen) {
      if (performance.now() > endsAt) break;
      const { name, path } = writes[at - 1];
      const fault = { command, part, kind, at, template, pool };
      await tryOne(fault, expectedLock, `${title} at write ${at} (${name} ${path.replace(folder, '')})`);
      done += 1;
      const left = ((performance.now() - since) / done) * (chosen.length - done);
      console.log(`${title}: ${done} of ${chosen.length}, ${(left / 60_000).toFixed(1)} min to go`);
    }
    console.log(
      `${title}: tried ${done} of ${distinct} distinct states before ${writes.length} writes; found ${found} in all so far`,
    );
  }
  rmSync(pool, { recursive: true, force: true });
}

const template = makeTemplate();
expectWell(await runCli({ root: placeCopyOf(template), args: args.run }), 'the undisturbed run');
const expectedLock = readFileSync(join(place, lockFile), 'utf8');
const locked = join(folder, 'locked');
cpSync(place, locked, { recursive: true, verbatimSymlinks: true });
git(locked, 'add', '--all');
git(locked, 'commit', '--quiet', '--message', 'lock');
const parts = options.parts.split(',');
if (options.commands.split(',').includes('run')) await tryAll('run', 'run', template, expectedLock);
if (options.commands.split(',').includes('rerun')) {
  for (const part of parts) await tryAll('rerun', part, locked, expectedLock);
}
if (found > 0) process.exitCode = 1;
