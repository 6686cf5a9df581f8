// Hands many trivial jobs to a real Slurm of two nodes on this machine, and counts the submissions. With --kill the runner
// is killed with SIGKILL once some jobs have ended, and started again: no job may be handed in twice. Needs root, and
// Debian's packages slurmctld, slurmd, slurm-client and munge.
//
//   node scripts/soak/slurm.mjs [--jobs 2000] [--most 20] [--kill]
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from '../build.mjs';

const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string', default: '2000' },
    most: { type: 'string', default: '20' },
    kill: { type: 'boolean', default: false },
  },
});
const jobs = Number(options.jobs);
const { startSlurm, submissions } = await load('test/util/slurm.ts');
const folder = mkdtempSync(join(tmpdir(), 'reprise-soak-'));
const root = join(folder, 'project');
const store = join(root, 'artifacts');
const manifest = `id: many
title: Many trivial jobs
task: { kind: image-classification, data: textures10, trainPortion: 0.5 }
space: { name: darts-cnn }
seedSets: { first: { from: 1, count: ${jobs} } }
methods:
  ws: { kind: random-ws, epochs: 1, batchSize: 8, initialChannels: 4, layers: 3, evaluated: 2, scoringBatches: 1, rescored: 1 }
stages:
  search: { kind: search, seeds: each }
reports:
  main:
    title: Validation error
    rows: method
    columns: [{ metric: validation.errorPercent, stage: search }]
`;

makeProject();
const slurm = await startSlurm();
if (typeof slurm === 'string') {
  console.error(slurm);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
try {
  const since = Date.now();
  if (options.kill) await killed();
  await run();
  report((Date.now() - since) / 1000);
} finally {
  await slurm.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A clone whose jobs the fake worker of the tests does. */
function makeProject() {
  for (const name of ['architectures', 'experiments', 'runner', 'schemas', 'scripts', 'dist']) {
    cpSync(name, join(root, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  for (const name of [
    'package.json',
    'package-lock.json',
    'packages.digest.json',
    '.gitignore',
    '.gitattributes',
  ]) {
    cpSync(name, join(root, name));
  }
  mkdirSync(join(root, 'manifests'));
  writeFileSync(join(root, 'manifests', 'many.yaml'), manifest);
  writeFileSync(join(root, 'executors.yaml'), 'slurm: { pollSeconds: 2 }\n');
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  for (const words of [
    ['init', '-q'],
    ['add', '--all'],
    [...who, 'commit', '-q', '-m', 'start'],
  ]) {
    const { status, stderr } = spawnSync('git', words, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
}

function start(stdio) {
  return spawn(
    process.execPath,
    [join(root, 'dist', 'cli.js'), 'run', 'many', '--executor', 'slurm', '--no-lock'],
    {
      cwd: root,
      stdio,
      env: {
        ...{ ...process.env, ...slurm.env, CI: 'true', REPRISE_FAKE: folder },
        REPRISE_WORKER: resolve('test/fixtures/fake-worker.mjs'),
      },
    },
  );
}

async function killed() {
  const child = start('ignore');
  const ended = new Promise((done) => child.once('exit', done));
  while (startedJobs().length < jobs / 10) await new Promise((done) => setTimeout(done, 200));
  child.kill('SIGKILL');
  await ended;
  console.log(`killed the runner after ${startedJobs().length} jobs had begun`);
}

async function run() {
  const child = start(['ignore', 'ignore', 'inherit']);
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`the run ended with exit code ${code}`);
}

function startedJobs() {
  const file = join(folder, 'started');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

function report(seconds) {
  const handedIn = submissions(store);
  const keys = handedIn.flatMap((each) => each.keys);
  const sizes = handedIn.map((each) => each.keys.length);
  console.log(
    `${jobs} jobs in ${handedIn.length} submissions (${sizes.join(', ')}), ${seconds.toFixed(0)} s`,
  );
  const begun = startedJobs();
  if (keys.length !== jobs || new Set(keys).size !== jobs)
    throw new Error('a job was handed in twice, or not at all');
  if (new Set(begun).size !== jobs || begun.length !== jobs)
    throw new Error('a job was computed twice, or not at all');
  if (handedIn.length > Number(options.most)) throw new Error(`expected at most ${options.most} submissions`);
}
