// How well searches keep executors busy with their trials.
//
//   two cores     one search with eight logical workers on two workers against the same with one: real networks, as
//                 `reprise run` computes them. The peer is the search with one logical worker; more is better.
//   halves        the same against two searches with one logical worker and half the trials each, which never wait for
//                 each other: what two workers can reach on this machine. 1 is the ideal.
//   64 devices    four searches of 64 logical workers on 64 simulated devices whose trials last random times: the time
//                 that trials took in all, by device and by second. The peer is a machine that never waits.
//
//   node scripts/bench/trials.mjs [--json] [--only TEXT] [--rounds N]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'reprise-bench-'));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const manifest = ({ logicalWorkers, seeds, evaluations }) => `id: bench-trials
title: Trials for a benchmark
task: { kind: image-classification, data: textures10, trainPortion: 0.5 }
space: { name: darts-cnn }
seedSets: { first: [${seeds}] }
methods:
  random:
    kind: random
    evaluations: ${evaluations}
    logicalWorkers: ${logicalWorkers}
    trial: { epochs: 3, batchSize: 64, initialChannels: 4, layers: 4 }
stages: { search: { kind: search, seeds: each } }
reports:
  main: { title: Error, rows: method, columns: [{ metric: validation.errorPercent, stage: search }] }
`;

const eight = { logicalWorkers: 8, seeds: [1], evaluations: 40 };
const one = { ...eight, logicalWorkers: 1 };
const halves = { logicalWorkers: 1, seeds: [1, 2], evaluations: 20 };

/** Seconds of a run from an empty store. */
function seconds(searches) {
  const file = join(folder, 'bench-trials.yaml');
  writeFileSync(file, manifest(searches));
  const store = mkdtempSync(join(folder, 'store-'));
  const command = [join(root, 'dist', 'cli.js'), 'run', file, '-j', '2', '--store', store];
  const begun = performance.now();
  const run = spawnSync(process.execPath, [...command, '--no-lock', '--allow-dirty'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return (performance.now() - begun) / 1000;
}

function against(searches, peerName) {
  const rounds = Array.from({ length: Number(options.rounds) }, () => [seconds(eight), seconds(searches)]);
  const [ours, peer] = [0, 1].map((i) => median(rounds.map((round) => round[i])));
  const ratio = median(rounds.map(([our, their]) => their / our));
  return { unit: 'runs/h', ours: 3600 / ours, peer: 3600 / peer, peerName, ratio };
}

const program = `
import { randomSearch } from './experiments/method/random.ts';
import { imageScores } from './experiments/task/image-classification/scores.ts';
import { key } from './experiments/rng/key.ts';
import { searchByTrials } from './experiments/trial/search-by-trials.ts';
import { Scheduler } from './runner/exec/scheduler.ts';
import { expand } from './runner/graph/expand.ts';
import { openStore } from './runner/store/open-store.ts';
import { systemClock } from './runner/util/clock.ts';
import { MemoryDrivers, MemoryExecutor } from './test/util/memory-executor.ts';
import { randomMethod, smallManifest } from './test/util/manifest.ts';
import { someCommit, someContext } from './test/util/records.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
const devices = 64;
const numbers = { sample: (source) => source.uniform(), mutate: (value) => value };
const random = { ...randomMethod, settings: { ...randomMethod.settings, kind: 'random' } };
export async function simulate(folder) {
  let busyMs = 0;
  let begun;
  let ended;
  const compute = async (spec) => {
    const ms = 500 + 1500 * ((spec.parameters.value * 7919) % 1);
    begun ??= performance.now();
    const from = performance.now();
    await new Promise((done) => setTimeout(done, ms));
    const validation = { split: 'validation', examples: 1, errorPercent: 100 * spec.parameters.value, loss: 1 };
    writeFileSync(join(spec.outputFolder, 'metrics.json'), JSON.stringify({ validation }) + '\\n');
    writeFileSync(join(spec.outputFolder, 'architecture.json'), '{"space":"numbers","id":"x","genotype":null}\\n');
    ended = performance.now();
    busyMs += ended - from;
  };
  const drivers = new MemoryDrivers(async (spec, { onTrial }) => {
    const outcome = await searchByTrials({
      method: randomSearch(numbers, { epochs: 1, key: key(spec.seed) }),
      kind: {
        id: String,
        seconds: () => 1,
        objectives: imageScores.objectives,
        request: ({ architecture }) => ({ parameters: { value: architecture }, architecture: null, inputs: {} }),
        score: ({ metrics }) => imageScores.score({ errorPercent: metrics.validation.errorPercent, loss: 1 }),
      },
      end: { logicalWorkers: devices, evaluations: 480, simulatedSeconds: 0 },
      port: onTrial,
      observer: { line: () => undefined, progress: () => undefined },
      withoutScore: 'had none',
    });
    if (!outcome.ok) return outcome.failures[0];
    writeFileSync(join(spec.outputFolder, 'metrics.json'), '{}\\n');
    writeFileSync(join(spec.outputFolder, 'architecture.json'), '{}\\n');
    return undefined;
  });
  const manifest = {
    ...smallManifest,
    seedSets: { first: [1, 2, 3, 4] },
    methods: { random },
    stages: { search: { kind: 'search', seeds: 'each' } },
    reports: {},
  };
  const summary = await new Scheduler({
    runId: 'bench', graph: expand(manifest), context: someContext, store: openStore(join(folder, 'store')),
    executor: new MemoryExecutor(devices, compute), drivers,
    log: { emit: () => undefined, close: () => undefined },
    clock: systemClock, commit: someCommit, dirtyPatch: null,
    foldersOf: () => ({ dataFolder: null, benchmarkFolder: null }),
    limits: { timeoutMinutes: 10, retries: 0 },
  }).run();
  if (summary.failed > 0) throw new Error('a search failed');
  return { trials: summary.trials.executed, share: busyMs / devices / (ended - begun), seconds: (ended - begun) / 1000 };
}
`;

async function simulated() {
  const file = join(folder, 'simulate.mjs');
  await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    ...{
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: file,
      logLevel: 'error',
    },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const { simulate } = await import(pathToFileURL(file).href);
  const { trials, share, seconds: took } = await simulate(folder);
  const ours = trials / took;
  return { unit: 'trials/s', ours, peer: ours / share, peerName: '64 devices that never wait', ratio: share };
}

const cases = {
  '8 logical workers on 2 cores': () => against(one, 'one logical worker'),
  '8 logical workers beside halves': () => against(halves, 'two searches of one logical worker'),
  '64 simulated devices': simulated,
};
try {
  for (const [name, measure] of Object.entries(cases)) {
    if (!name.includes(options.only)) continue;
    const { unit, ours, peer, peerName, ratio } = await measure();
    const line = { case: name, unit, ours, peer, peerName, ratio };
    console.log(
      options.json
        ? JSON.stringify(line)
        : `${name}: ${ours.toFixed(2)} ${unit}, ${peerName} ${peer.toFixed(2)}, ratio ${ratio.toFixed(3)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
