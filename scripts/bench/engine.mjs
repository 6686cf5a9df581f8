// Times training steps on the wasm engine, against PyTorch on one thread where `python3` has torch. Both sides run
// in turn, in the same minutes, so that a busy machine slows both.
//
//   node scripts/bench/engine.mjs [--json] [--rounds N] [--only TEXT]
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { buildKernels } from '../build-kernels.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '..', '..');
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
});

const cases = [
  { name: 'sep-conv net B64 C16 32x32', kind: 'separable', sizes: [64, 16, 32], steps: 8 },
  { name: 'sep-conv net B32 C8 16x16', kind: 'separable', sizes: [32, 8, 16], steps: 60 },
  { name: 'sep-conv net B64 C32 16x16', kind: 'separable', sizes: [64, 32, 16], steps: 12 },
  { name: 'sep-conv net B64 C64 8x8', kind: 'separable', sizes: [64, 64, 8], steps: 16 },
  { name: 'sep-conv net B32 C4 8x8', kind: 'separable', sizes: [32, 4, 8], steps: 120 },
  { name: 'DARTS super-net B64 C16 L8', kind: 'supernet', sizes: [64, 16, 8], steps: 1 },
  { name: 'DARTS super-net B32 C4 L3', kind: 'supernet', sizes: [32, 4, 3], steps: 4 },
  { name: 'DARTS network B32 C36 L8', kind: 'discrete', sizes: [32, 36, 8], steps: 1 },
  { name: 'DARTS recurrent cell B64 300 T35', kind: 'recurrent', sizes: [64, 300, 35], steps: 1 },
].filter(({ name }) => name.includes(options.only));

/** A worker that answers one line for each line. */
const start = (command, parameters, stderr) => {
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', stderr] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  return {
    next,
    ask: async (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const answer = await next();
      if (answer === undefined) throw new Error(`${command} ended during: ${job.name}`);
      return JSON.parse(answer);
    },
    stop: () => child.stdin.end(),
  };
};

/** The first interpreter that has torch. */
const startPeer = async () => {
  for (const python of ['python3', '/usr/bin/python3']) {
    const peer = start(python, [join(here, 'torch_worker.py')], 'ignore');
    const name = await peer.next();
    if (name !== undefined) return { ...peer, name };
  }
  return null;
};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const report = (name, ours, peer) => {
  const [a, b] = [median(ours), peer === null ? null : median(peer.times)];
  // The ratio of each round, and then their median: both sides of one ratio saw the same machine.
  const ratio = peer === null ? null : median(ours.map((time, i) => time / peer.times[i]));
  const round = (value) => (value === null ? null : Number(value.toPrecision(4)));
  const line = { case: name, unit: 'ms/step', ours: round(a), peer: round(b) };
  if (options.json) {
    console.log(JSON.stringify({ ...line, peerName: peer?.name ?? null, ratio: round(ratio) }));
    return;
  }
  const against = peer === null ? 'no peer' : `${round(b)} ms in ${peer.name}, ratio ${round(ratio)}`;
  console.log(`${name.padEnd(34)} ${String(round(a)).padStart(7)} ms a step; ${against}`);
};

const bundle = async (folder) => {
  const require = createRequire(join(root, 'package.json'));
  cpSync(await buildKernels(), join(folder, 'reprise-kernels.wasm'));
  const binary = 'tfjs-backend-wasm-simd.wasm';
  cpSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${binary}`), join(folder, binary));
  const outfile = join(folder, 'worker.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/bench/worker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // One copy of tfjs: its gradients are published as modules only.
    mainFields: ['module', 'main'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  });
  return outfile;
};

const folder = mkdtempSync(join(tmpdir(), 'reprise-bench-'));
try {
  const ours = start(process.execPath, [await bundle(folder)], 'inherit');
  const peer = await startPeer();
  for (const job of cases) {
    // The first steps compile and allocate.
    await ours.ask({ ...job, steps: Math.max(3, job.steps) });
    await peer?.ask({ ...job, steps: 2 });
    const rounds = { ours: [], peer: [] };
    for (let i = 0; i < Number(options.rounds); i++) {
      rounds.ours.push(median(await ours.ask(job)));
      if (peer !== null) rounds.peer.push(median(await peer.ask(job)));
    }
    report(job.name, rounds.ours, peer === null ? null : { times: rounds.peer, name: peer.name });
  }
  ours.stop();
  peer?.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
