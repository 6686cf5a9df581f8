/** Starts the real worker as the runner does: bundled, in a process of its own, with an IPC channel. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { FromWorker, JobSpec, ToWorker } from '../../../schemas/job.ts';
import { bundleProgram } from '../../util/bundle-program.ts';

const require = createRequire(import.meta.url);

/** Bundles the worker with the files it needs beside it. The caller removes the folder. */
export async function bundleWorker(): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-worker-'));
  const file = join(folder, 'worker.mjs');
  await bundleProgram(resolve('experiments/worker.ts'), file);
  const tfjs = 'tfjs-backend-wasm-simd.wasm';
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  cpSync(join(wasm, tfjs), join(folder, tfjs));
  const kernels = 'reprise-kernels.wasm';
  if (existsSync(join('dist', kernels))) cpSync(join('dist', kernels), join(folder, kernels));
  return { folder, file };
}

export class WorkerRig {
  readonly process: ChildProcess;
  readonly events: FromWorker[] = [];
  #changed: (() => void) | undefined;

  constructor(file: string) {
    this.process = fork(file, [], { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.process.on('message', (event: FromWorker) => {
      this.events.push(event);
      this.#changed?.();
    });
    this.process.on('exit', () => this.#changed?.());
  }

  send(message: ToWorker): void {
    this.process.send(message);
  }

  /** The first event, past or future, that fits. @throws Error when the worker exits first */
  async event(fits: (event: FromWorker) => boolean): Promise<FromWorker> {
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      if (this.process.exitCode !== null) throw new Error(`the worker exited with ${this.process.exitCode}`);
      await new Promise<void>((wake) => {
        this.#changed = wake;
      });
    }
  }

  /** The end of a job. */
  run(spec: JobSpec): Promise<FromWorker> {
    this.send({ type: 'run', spec });
    return this.event(
      (event) => (event.type === 'done' || event.type === 'failed') && event.key === spec.key,
    );
  }

  async exit(): Promise<number | null> {
    if (this.process.exitCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}

/** Runs jobs one after the other in one fresh worker. */
export async function runInWorker(file: string, specs: readonly JobSpec[]): Promise<void> {
  const rig = new WorkerRig(file);
  for (const spec of specs) {
    const end = await rig.run(spec);
    if (end.type !== 'done') throw new Error(JSON.stringify(end));
  }
  rig.send({ type: 'shutdown' });
  await rig.exit();
}
