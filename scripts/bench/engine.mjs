// Times training steps on the wasm engine, against PyTorch on one thread where `python3` has torch. Both sides run
// in turn, in the same minutes, so that a busy machine slows both. The cases of two workers ask how much slower a step
// gets while a second worker of the same side runs it too: memory and caches are shared even where cores are not.
//
//   node scripts/bench/engine.mjs [--json] [--rounds N] [--only TEXT]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleProgram } from '../build/bundle-program.mjs';

const here = dirname(fileURLToPath(import.meta.url));
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
  { name: 'two workers C16 32x32', kind: 'separable', sizes: [64, 16, 32], steps: 12, pair: true },
  { name: 'two workers C32 16x16', kind: 'separable', sizes: [64, 32, 16], steps: 16, pair: true },
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
    pid: child.pid,
    ask: async (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const answer = await next();
      if (answer === undefined) throw new Error(`${command} ended during: ${job.name}`);
      return JSON.parse(answer);
    },
    stop: () => child.stdin.end(),
  };
};

const startTorch = async (python) => {
  const peer = start(python, [join(here, 'torch_worker.py')], 'ignore');
  const name = await peer.next();
  return name === undefined ? null : { ...peer, name, python };
};

/** The first interpreter that has torch. */
const startPeer = async () => (await startTorch('python3')) ?? (await startTorch('/usr/bin/python3'));

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** Milliseconds that the main thread of a worker was on a core, which other programs do not lengthen; Linux only. */
const coreTime = ({ pid }) => {
  const path = `/proc/${pid}/schedstat`;
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e6 : performance.now();
};

const costOf = async (worker, job) => {
  const start = coreTime(worker);
  await worker.ask(job);
  return (coreTime(worker) - start) / job.steps;
};

/** How much longer a step takes while the second worker runs the same, as a factor. */
const slowdown = async (first, second, job) => {
  const alone = await costOf(first, job);
  // The second starts before and ends after the first.
  const beside = second.ask({ ...job, steps: 2 * job.steps });
  const together = await costOf(first, job);
  await beside;
  return together / alone;
};

const report = ({ name, pair }, ours, peer) => {
  const [a, b] = [median(ours), peer === null ? null : median(peer.times)];
  // The ratio of each round, and then their median: both sides of one ratio saw the same machine.
  const ratio = peer === null ? null : median(ours.map((time, i) => time / peer.times[i]));
  const round = (value) => (value === null ? null : Number(value.toPrecision(4)));
  const unit = pair ? 'times as long as alone' : 'ms/step';
  const line = { case: name, unit, ours: round(a), peer: round(b) };
  if (options.json) {
    console.log(JSON.stringify({ ...line, peerName: peer?.name ?? null, ratio: round(ratio) }));
    return;
  }
  const what = pair ? unit : 'ms a step';
  const against = peer === null ? 'no peer' : `${round(b)} in ${peer.name}, ratio ${round(ratio)}`;
  console.log(`${name.padEnd(34)} ${String(round(a)).padStart(7)} ${what}; ${against}`);
};

const folder = mkdtempSync(join(tmpdir(), 'reprise-bench-'));
const running = [];
const keep = (worker) => {
  if (worker !== null) running.push(worker);
  return worker;
};
try {
  const program = await bundleProgram('scripts/bench/worker.ts', folder);
  const startOurs = () => keep(start(process.execPath, [program], 'inherit'));
  const sides = [startOurs(), keep(await startPeer())].filter((worker) => worker !== null);
  const peerName = sides[1]?.name;
  let seconds = null;
  for (const job of cases) {
    if (job.pair) seconds ??= [startOurs(), peerName && keep(await startTorch(sides[1].python))];
    const rounds = sides.map(() => []);
    // The first steps compile and allocate.
    for (const pair of job.pair ? [sides, seconds] : [sides]) {
      await pair[0].ask({ ...job, steps: Math.max(3, job.steps) });
      await pair[1]?.ask({ ...job, steps: 2 });
    }
    for (let i = 0; i < Number(options.rounds); i++) {
      for (const [side, worker] of sides.entries()) {
        const sample = job.pair ? await slowdown(worker, seconds[side], job) : median(await worker.ask(job));
        rounds[side].push(sample);
      }
    }
    report(job, rounds[0], peerName === undefined ? null : { times: rounds[1], name: peerName });
  }
} finally {
  for (const worker of running) worker.stop();
  rmSync(folder, { recursive: true, force: true });
}
