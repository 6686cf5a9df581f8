// Trains one evaluation network here and in PyTorch: the same cell, weights at the start, minibatches in the same order
// with the same changes, and recipe. The first losses must agree to rounding; after that, rounding errors grow, and what
// can be compared is the test error over seeds.
//
//   node scripts/bench/training.mjs --data <folder of data sets> [--json] [--seeds N] [--epochs N]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleProgram } from '../build/bundle-program.mjs';
import { load } from '../build.mjs';
import { median } from './runner/timed.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: 'data' },
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '3' },
    epochs: { type: 'string', default: '10' },
  },
});

const data = join(options.data, 'cifar10');
if (!existsSync(join(data, 'index.json'))) {
  console.error(
    `error: expected CIFAR-10 in ${data}, found none\n  help: \`reprise data add cifar10 --data ${options.data}\`, or --data <folder>`,
  );
  process.exit(2);
}

const task = {
  cell: 'DARTS_V2',
  examples: { training: 2000, test: 1000, seed: 0 },
  training: {
    ...{ epochs: Number(options.epochs), batchSize: 32, learningRate: 0.025, learningRateMin: 0 },
    ...{ schedule: 'cosine', learningRateDecay: 0.97, rateWarmUpEpochs: 0 },
    ...{ momentum: 0.9, weightDecay: 0.0003, gradientClip: 5, initialChannels: 8, layers: 5 },
    ...{ cropPadding: 4, flip: true, cutout: 8, labelSmoothing: 0, stem: 'cifar' },
    ...{ auxiliaryWeight: 0, dropPath: 0 },
  },
};

const python = ['python3', '/usr/bin/python3'].find(
  (name) => spawnSync(name, ['-c', 'import torch, numpy']).status === 0,
);
const folder = mkdtempSync(join(tmpdir(), 'reprise-training-'));

/** The line that a program ends with. */
function answerOf(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${command} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const rounded = (value) => Number(value.toPrecision(4));

function report(seed, ours, peer) {
  const line = {
    case: `test error, seed ${seed}`,
    unit: '%',
    ours: ours.errorPercent,
    peer: peer?.errorPercent ?? null,
  };
  const ratio = peer === undefined ? null : rounded(ours.errorPercent / peer.errorPercent);
  if (options.json) console.log(JSON.stringify({ ...line, peerName: peer?.name ?? null, ratio }));
  else if (peer === undefined)
    console.log(`seed ${seed}: ${ours.errorPercent} % in ${rounded(ours.seconds)} s; no peer`);
  else {
    console.log(
      `seed ${seed}: ${rounded(ours.errorPercent)} % in ${rounded(ours.seconds)} s here, ${rounded(peer.errorPercent)} % in ` +
        `${rounded(peer.seconds)} s in ${peer.name}; loss of the first epoch ${ours.losses[0].toFixed(6)} and ` +
        `${peer.losses[0].toFixed(6)}, of the last ${ours.losses.at(-1).toFixed(4)} and ${peer.losses.at(-1).toFixed(4)}`,
    );
  }
}

/** Both sides over the seeds: their means, and the difference by seed with its interval of 95 %. */
async function summarise(runs) {
  const { interval, momentsOf, pairedDifference } = await load('runner/statistics/welch.ts');
  const side = (name) => {
    const { mean, variance } = momentsOf(runs.map((run) => run[name].errorPercent));
    return `${rounded(mean)} ± ${rounded(Math.sqrt(variance))} %`;
  };
  const paired = pairedDifference(runs.map(({ ours, peer }) => ours.errorPercent - peer.errorPercent));
  const { low, high } = paired.ok ? interval(paired.value, 0.95) : {};
  const difference = paired.ok
    ? `difference ${rounded(paired.value.difference)} [${rounded(low)}, ${rounded(high)}]`
    : 'every difference the same';
  const time = median(runs.map(({ ours, peer }) => ours.seconds / peer.seconds));
  console.log(
    `here ${side('ours')}, peer ${side('peer')}; ${difference}, n=${runs.length}; processor time ${rounded(time)} of the peer's`,
  );
}

/** Three epochs of one minibatch each, before rounding errors have grown. */
const firstSteps = {
  ...task,
  examples: { training: 64, test: 100, seed: 0 },
  training: { ...task.training, epochs: 3, batchSize: 64 },
};

function train(program, settings) {
  const files = join(folder, 'case');
  const ours = answerOf(process.execPath, [program, data, files, JSON.stringify(settings)]);
  const peerProgram = resolve(import.meta.dirname, 'training', 'train_torch.py');
  const peer = python === undefined ? undefined : answerOf(python, [peerProgram, files]);
  rmSync(files, { recursive: true });
  return { ours, peer };
}

/** Whether both sides compute the same thing, seen before chance can hide it. */
function compareFirstSteps({ ours, peer }) {
  const differences = ours.losses.map((loss, i) => Math.abs(loss / peer.losses[i] - 1));
  const largest = Math.max(...differences);
  if (!options.json)
    console.log(`losses of the first three steps differ by ${rounded(largest)} of their size at most`);
  if (largest > 1e-5)
    throw new Error(`expected equal losses, found ${ours.losses} here and ${peer.losses} in ${peer.name}`);
}

try {
  const program = await bundleProgram('scripts/bench/training/train.ts', folder);
  if (python !== undefined) compareFirstSteps(train(program, { ...firstSteps, seed: 1 }));
  const runs = [];
  for (let seed = 1; seed <= Number(options.seeds); seed += 1) {
    const run = train(program, { ...task, seed });
    report(seed, run.ours, run.peer);
    runs.push(run);
  }
  if (python !== undefined && runs.length > 1 && !options.json) await summarise(runs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
