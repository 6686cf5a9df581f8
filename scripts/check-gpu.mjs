// Tries an engine on the GPU of this machine from end to end, within ten minutes: every op against the cpu engine, steps of
// DARTS' super-net, `li2019-table5` at its smallest, and the same super-net in PyTorch with CUDA. Each step tells its time
// and its result, and skips by name. Without a GPU webgpu runs on a software driver, as far as the time goes.
//
//   npm run check:gpu -- [--engine webgpu | tensorflow] [--adapter NAME] [--minutes 10]
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleProgram } from './build/bundle-program.mjs';
import { findDevice } from './gpu/devices.mjs';
import { runNano } from './gpu/nano.mjs';
import { finish } from './gpu/processes.mjs';
import { Skipped, Stages } from './gpu/stages.mjs';
import { timeEngine, timeTorch } from './gpu/supernet.mjs';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'webgpu' },
    adapter: { type: 'string' },
    minutes: { type: 'string', default: '10' },
  },
});
const { engine } = options;
if (engine !== 'webgpu' && engine !== 'tensorflow') {
  console.error(
    `error: expected webgpu or tensorflow, found ${engine}\n  help: name one of them by --engine`,
  );
  process.exit(2);
}

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'reprise-gpu-'));
const stages = new Stages(60_000 * Number(options.minutes));
let place;

const needed = () => {
  if (place === undefined) throw new Skipped(`${engine} has no device here`);
  return place;
};

async function conformance() {
  const { env } = needed();
  const args = ['vitest', 'run', `test/unit/engine-${engine}/conformance.test.ts`];
  const { status, stdout, stderr } = await finish('npx', args, {
    ...{ env: { ...env, NO_COLOR: '1' }, limitMs: Math.min(stages.left, 150_000) },
  });
  const lines = stdout.split('\n').filter((line) => /^ *(?:Tests |×)/.test(line));
  if (status !== 0) throw new Error([...lines, ...stderr.split('\n')].slice(0, 12).join('\n'));
  return [`every op and four steps of training against cpu: ${lines.at(-1)?.trim()}`];
}

try {
  await stages.run('device', async () => {
    place = await findDevice(root, engine, options.adapter);
    return [`${place.device}${place.isSoftware ? ', a program and no GPU' : ''}`];
  });
  await stages.run('conformance', conformance);
  // Where the program looks for the packages of its engine.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const program = await bundleProgram('scripts/bench/worker.ts', folder);
  await stages.run('steps of the super-net', async () => {
    const { env, isSoftware } = needed();
    const lines = await timeEngine(program, engine, { env, isSoftware, limitMs: stages.left / 4 });
    return ['DARTS on 32x32 images, a step on the weights', ...lines];
  });
  await stages.run('the same in PyTorch', () =>
    timeTorch(join(root, 'scripts', 'bench', 'torch_worker.py'), stages.left / 4),
  );
  await stages.run('li2019-table5 nano', async () => {
    const { env, isSoftware } = needed();
    // A software adapter takes a hundred times as long as wasm.
    const only = isSoftware ? 'rsws' : undefined;
    return [
      'beside wasm',
      ...(await runNano(root, engine, { env, folder, limitMs: () => 0.7 * stages.left, only })),
    ];
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(stages.failed > 0 ? 1 : 0);
