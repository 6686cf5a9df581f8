/** Steps on the weights of DARTS' super-net, here and in PyTorch on a GPU. */
import { LineWorker } from './processes.mjs';
import { Skipped } from './stages.mjs';

const cases = [
  { name: 'B8 C4 L3', kind: 'supernet', sizes: [8, 4, 3] },
  { name: 'B32 C4 L3', kind: 'supernet', sizes: [32, 4, 3] },
  { name: 'B64 C16 L8', kind: 'supernet', sizes: [64, 16, 8] },
];

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const rounded = (ms) => `${Number(ms.toPrecision(3))} ms`;

/** Times the cases until the limit, from the smallest on. @returns a line for each */
async function timed(worker, limitMs) {
  const end = Date.now() + limitMs;
  const lines = [];
  for (const job of cases) {
    const left = end - Date.now();
    try {
      // The first step compiles and allocates.
      const [first] = await worker.ask({ ...job, steps: 1 }, left);
      const steps = Math.min(10, Math.floor((end - Date.now()) / 4 / first));
      const rest = steps < 1 ? [] : await worker.ask({ ...job, steps }, end - Date.now());
      const later =
        rest.length === 0 ? 'no time for another' : `then ${rounded(median(rest))} (n=${rest.length})`;
      lines.push(`${job.name}: the first step ${rounded(first)}, ${later}`);
    } catch (error) {
      return [...lines, `${job.name}: ${error.message}`];
    }
  }
  return lines;
}

/** @param program the bundled worker of the benchmark */
export async function timeEngine(program, engine, { env, limitMs, isSoftware }) {
  const worker = new LineWorker(process.execPath, [program, engine], env);
  try {
    const lines = await timed(worker, limitMs);
    if (lines[0].includes('first step')) return lines;
    // A program in place of a GPU may be too slow for any step.
    throw isSoftware ? new Skipped(lines[0]) : new Error(lines[0]);
  } finally {
    worker.stop();
  }
}

/** @throws Skipped where no Python has PyTorch with CUDA */
export async function timeTorch(script, limitMs) {
  for (const python of ['python3', '/usr/bin/python3']) {
    const worker = new LineWorker(python, [script, 'cuda'], process.env);
    try {
      const name = await worker.next(60_000);
      if (name !== undefined) return [name, ...(await timed(worker, limitMs))];
    } finally {
      worker.stop();
    }
  }
  throw new Skipped('needs python3 with PyTorch and CUDA (`pip install torch`)');
}
