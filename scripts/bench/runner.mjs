// How long the runner takes for large graphs of trivial jobs, beside other programs that bring results up to date.
//
//   plan            what would run: of an empty store, and of a full one
//   run             (once) all jobs from nothing, on two workers. Ours are look-ups in a table that leave four files each, with
//                   digests, records, journal and flushed files; those of the others write one number into a file.
//   stand-in        the same with workers that only write one file, so that what is left is the runner
//   no-op           all jobs are there; every output and every record is read and hashed, the reports are computed and
//                   the lock is compared
//   restart         from the start of the command to its first job, where half of the jobs are there
//   growth          seconds of a no-op of twice as many jobs to those of as many
//
// All make the same graph: jobs that wait for nothing. Programs that are not installed are left out by name; wireit is
// sought where `--wireit <folder>` has it in node_modules.
//
//   node scripts/bench/runner.mjs [--json] [--jobs 10000] [--rounds 3] [--only TEXT] [--folder F] [--minutes 10]
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cloneProject } from '../clone-project.mjs';
import { peers, placePeer } from './runner/peers.mjs';
import { median, timed } from './runner/timed.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    folder: { type: 'string', default: tmpdir() },
    wireit: { type: 'string', default: '' },
    /** The longest call of a peer. */
    minutes: { type: 'string', default: '10' },
  },
});
const jobs = Number(options.jobs);
const rounds = Array.from({ length: Number(options.rounds) }, (_, i) => i);
const folder = mkdtempSync(join(options.folder, 'reprise-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const scratch = join(folder, 'times');
const root = join(folder, 'project');
/** Ids of the manifests, and names of their stores. */
const [whole, double, standIn] = ['bench', 'bench-double', 'bench-stand-in'];

const manifest = (id, n) => `id: ${id}
title: Trivial jobs
task: { kind: tabular-benchmark, data: textures10-cells }
space: { name: nasbench101 }
seedSets: { first: { from: 1, count: ${n} } }
methods: { random: { kind: random, evaluations: 1 } }
stages: { search: { kind: search, seeds: each } }
reports:
  main: { title: T, rows: method, columns: [{ metric: benchmark.testErrorPercent, stage: search }] }
`;

function makeProject() {
  const sizes = { [whole]: jobs, [double]: 2 * jobs, [standIn]: jobs };
  const files = Object.entries(sizes).map(([id, n]) => [`manifests/bench/${id}.yaml`, manifest(id, n)]);
  cloneProject(root, Object.fromEntries(files));
}

const storeOf = (name) => join(folder, `store-${name}`);
const forget = (name) => rmSync(storeOf(name), { recursive: true, force: true });
const command = (verb, id, store) => {
  const workers = verb === 'run' ? ['-j', '2'] : [];
  return [process.execPath, join(root, 'dist', 'cli.js'), verb, id, '--store', storeOf(store), ...workers];
};
const ours = (verb, id, store = id) => {
  const env = id === standIn ? { REPRISE_WORKER: resolve('scripts/bench/runner/stand-in-worker.mjs') } : {};
  return timed(command(verb, id, store), { cwd: root, scratch, env });
};

/** From nothing. */
function run(id) {
  forget(id);
  return ours('run', id);
}

/** The same id, with a store that has all its jobs. */
function filled(id) {
  if (!existsSync(storeOf(id))) ours('run', id);
  return id;
}

/** Until the first job is done, of a store that a killed run left half full. */
function restart() {
  const name = 'half';
  if (!existsSync(storeOf(name))) {
    cpSync(storeOf(filled(whole)), storeOf(name), { recursive: true });
    const records = join(storeOf(name), 'records');
    for (const shard of readdirSync(records).filter((_, i) => i % 2 === 0))
      rmSync(join(records, shard), { recursive: true });
  }
  return new Promise((settle, refuse) => {
    const since = performance.now();
    const [file, ...args] = command('run', whole, name);
    const run = spawn(file, [...args, '--no-lock'], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    run.stderr.on('data', (chunk) => {
      // The line of a computed job.
      if (!/\] /.test(chunk)) return;
      run.kill('SIGKILL');
      settle({ seconds: (performance.now() - since) / 1000, cpu: Number.NaN, megabytes: Number.NaN });
    });
    run.on('exit', (code) => code !== null && refuse(new Error(`the run ended with ${code}`)));
  });
}

/** Name of a case to what we do and what the others do for it. */
const cases = {
  'plan, empty store': { ours: () => ours('plan', whole, 'none'), peer: 'plan', peerState: 'empty' },
  'run, look-ups': { once: true, ours: () => run(whole), peer: 'run', peerState: 'empty' },
  'run, stand-in': { once: true, ours: () => run(standIn), peer: 'run', peerState: 'empty' },
  'plan, full store': { ours: () => ours('plan', filled(whole)), peer: 'plan', peerState: 'full' },
  'no-op, look-ups': { ours: () => ours('run', filled(whole)), peer: 'run', peerState: 'full' },
  'no-op, stand-in': { ours: () => ours('run', filled(standIn)), peer: 'run', peerState: 'full' },
  restart: { ours: restart },
  growth: { ours: growth, unit: 'times' },
};

function growth() {
  const twice = ours('run', filled(double));
  const once = ours('run', filled(whole));
  return { ...twice, seconds: twice.seconds / once.seconds, cpu: twice.cpu / once.cpu };
}

function isInstalled({ version: [file, ...args] }, cwd) {
  return spawnSync(file, args, { stdio: 'ignore', cwd }).status === 0;
}

/** Seconds of each call of a peer; undefined when one took too long. */
function peerTimes(name, verb, state, times = rounds) {
  const place = join(folder, `${name}-${state}`);
  const { env, ...program } = peers[name];
  const call = () =>
    timed(program[verb], { cwd: place, scratch, env, timeoutMs: Number(options.minutes) * 60_000 });
  const prepare = () => {
    rmSync(place, { recursive: true, force: true });
    placePeer(name, jobs, place);
    if (name === 'wireit')
      symlinkSync(join(resolve(options.wireit), 'node_modules'), join(place, 'node_modules'));
  };
  if (state === 'full' && !existsSync(place)) {
    prepare();
    const first = timed(program.run, {
      cwd: place,
      scratch,
      env,
      timeoutMs: Number(options.minutes) * 60_000,
    });
    if (first === undefined) return undefined;
  }
  const found = times.map(() => {
    if (state === 'empty') prepare();
    return call();
  });
  return found.includes(undefined) ? undefined : found;
}

/** A peer that took too long is not asked again: it would take as long. */
const tooSlow = new Set();

function print(line) {
  if (options.json) console.log(JSON.stringify(line));
  else {
    const { case: name, unit, ours: our, peer, peerName, ratio, cpu, megabytes } = line;
    const beside = peerName === null ? '' : `, ${peerName} ${peer.toFixed(2)}, ratio ${ratio.toFixed(2)}`;
    console.log(
      `${name}: ${our.toFixed(2)} ${unit} (${cpu.toFixed(2)} of processors, ${megabytes.toFixed(0)} MB)${beside}`,
    );
  }
}

function printAll(name, unit, times, { peer: verb, peerState, once }, present) {
  const [our, cpu, megabytes] = ['seconds', 'cpu', 'megabytes'].map((key) =>
    median(times.map((time) => time[key])),
  );
  const line = {
    case: `${name}, ${jobs} jobs`,
    unit,
    ours: our,
    peer: null,
    peerName: null,
    ratio: null,
    cpu,
    megabytes,
  };
  print(line);
  for (const peerName of verb === undefined ? [] : present) {
    if (peers[peerName][verb] === undefined || tooSlow.has(`${peerName} ${verb}`)) continue;
    const theirs = peerTimes(peerName, verb, peerState, once ? [0] : rounds);
    if (theirs === undefined) {
      tooSlow.add(`${peerName} ${verb}`);
      console.error(`${peerName}: ${name} took more than ${options.minutes} minutes`);
    } else {
      const peer = median(theirs.map(({ seconds }) => seconds));
      print({ ...line, peer, peerName, ratio: peer / our, peerCpu: median(theirs.map((time) => time.cpu)) });
    }
  }
}

makeProject();
const present = Object.keys(peers).filter((name) => {
  const isThere = isInstalled(peers[name], name === 'wireit' ? resolve(options.wireit || folder) : folder);
  if (!isThere) console.error(`${name}: left out, since it is not installed`);
  return isThere;
});
for (const [name, one] of Object.entries(cases)) {
  if (!name.includes(options.only)) continue;
  const times = [];
  for (const _ of one.once ? [0] : rounds) times.push(await one.ours());
  printAll(name, one.unit ?? 's', times, one, present);
}
