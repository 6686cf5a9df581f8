/** Starts the real worker as the runner does: bundled, in a process of its own, with an IPC channel. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isDriver } from '../../../runner/graph/driver.ts';
import type { FromWorker, JobSpec, ToWorker } from '../../../schemas/job.ts';
import { bundleProgram } from '../../util/bundle-program.ts';
import { answerOf, trialSpec } from './in-process-trials.ts';

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

  /** The first event from `since` on, past or future, that fits. @throws Error when the worker exits first */
  async event(fits: (event: FromWorker) => boolean, since = 0): Promise<FromWorker> {
    for (;;) {
      const found = this.events.slice(since).find(fits);
      if (found) return found;
      if (this.process.exitCode !== null) throw new Error(`the worker exited with ${this.process.exitCode}`);
      await new Promise<void>((wake) => {
        this.#changed = wake;
      });
    }
  }

  /** The end of a job, which may have run before: searches share trials. */
  run(spec: JobSpec): Promise<FromWorker> {
    const since = this.events.length;
    this.send({ type: 'run', spec });
    return this.event(
      (event) => (event.type === 'done' || event.type === 'failed') && event.key === spec.key,
      since,
    );
  }

  async exit(): Promise<number | null> {
    if (this.process.exitCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}

/** Runs jobs one after the other in one fresh worker, and drives those that ask for trials in another. */
export async function runInWorker(file: string, specs: readonly JobSpec[]): Promise<void> {
  const [worker, driver] = [new WorkerRig(file), new WorkerRig(file)];
  for (const spec of specs) {
    const end = isDriver(spec) ? await drive(driver, worker, spec) : await worker.run(spec);
    if (end.type !== 'done') throw new Error(JSON.stringify(end));
  }
  for (const rig of [worker, driver]) {
    rig.send({ type: 'shutdown' });
    await rig.exit();
  }
}

async function drive(driver: WorkerRig, worker: WorkerRig, search: JobSpec): Promise<FromWorker> {
  const { key } = search;
  driver.send({ type: 'drive', spec: search });
  const answered = new Set<FromWorker>();
  for (;;) {
    const next = await driver.event(
      (event) => 'key' in event && event.key === key && event.type !== 'progress' && !answered.has(event),
    );
    if (next.type !== 'trial') return next;
    answered.add(next);
    const spec = trialSpec(search, next.request);
    const end = await worker.run(spec);
    if (end.type !== 'done') return end;
    driver.send({ type: 'answer', key, number: next.request.number, answer: answerOf(spec) });
  }
}
