/**
 * The worker process: takes job specs over the IPC channel, runs them one at a time, and reports events. It exits at
 * once when the channel closes, because then its runner is gone and nobody waits for the result.
 *
 * `worker.js --engines` instead prints what each engine can do on this machine, one line of JSON for each.
 */

import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engines } from '../schemas/engine.ts';
import type { JobFailure } from '../schemas/failure.ts';
import type { FromWorker, JobSpec, ToWorker } from '../schemas/job.ts';
import { reportEngines } from './engine/report-engines.ts';
import { failureOf } from './job/failure-of.ts';
import type { Job, Progress } from './job/job-context.ts';
import { runSearch } from './job/search.ts';
import { runTrain } from './job/train.ts';
import { runTrial } from './job/trial.ts';
import { dataLoader } from './registry/data.ts';
import { DataCache } from './task/data-cache.ts';
import { AskedRunner, noTrials } from './trial/asked-runner.ts';
import type { TrialPort } from './trial/finished-trial.ts';

const jobs: Readonly<Record<JobSpec['kind'], Job>> = {
  search: runSearch,
  train: runTrain,
  trial: runTrial,
};

/** At most ten progress events a second. */
const progressIntervalMs = 100;

const send = (event: FromWorker): void => {
  // Without a callback, a message that no longer finds its runner would be an error that nobody catches.
  process.send?.(event, undefined, undefined, () => undefined);
};

const data = new DataCache(dataLoader);
const asked = new AskedRunner(send);
let busy = false;

async function run(spec: JobSpec): Promise<void> {
  const { key } = spec;
  if (busy) {
    const message = 'The worker was given a job while it ran another one';
    return send({ type: 'failed', key, failure: { reason: 'unknown-error-thrown', message } });
  }
  busy = true;
  const failure = await attempt(spec, noTrials);
  busy = false;
  send(failure ? { type: 'failed', key, failure } : { type: 'done', key });
}

/** Beside others of its kind: it computes nothing, but waits for its trials. */
async function drive(spec: JobSpec): Promise<void> {
  const { key } = spec;
  const failure = await attempt(spec, asked.portOf(key));
  send(failure ? { type: 'failed', key, failure } : { type: 'done', key });
}

async function attempt(spec: JobSpec, trials: TrialPort): Promise<JobFailure | undefined> {
  const job: Job | undefined = jobs[spec.kind];
  if (!job) return { reason: 'job-refused', message: `This worker has no job kind ${spec.kind}` };
  try {
    const result = await job({ spec, data, trials, onProgress: throttled(spec) });
    return result.ok ? undefined : result.failures[0];
  } catch (error) {
    return failureOf(error);
  }
}

/** Passes on progress that comes late enough after the last, with the latest metric. */
function throttled(spec: JobSpec): (progress: Progress) => void {
  let last = -Infinity;
  let metric: Progress['metric'];
  let resumed = 0;
  return (progress) => {
    metric = progress.metric ?? metric;
    resumed = Math.max(resumed, progress.resumed ?? 0);
    const now = performance.now();
    if (now - last < progressIntervalMs) return;
    last = now;
    const latest = { ...(metric ? { metric } : {}), ...(resumed > 0 ? { resumed } : {}) };
    send({ type: 'progress', key: spec.key, ...progress, ...latest });
  };
}

/** The folder that the program was started from bears the digest of its build as its name. */
function ownBuild(): string | null {
  const folder = basename(dirname(fileURLToPath(import.meta.url)));
  return /^[0-9a-f]{64}$/.test(folder) ? folder : null;
}

function serve(): void {
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole process group, but the runner decides what becomes of its workers.
  process.on('SIGINT', () => {});
  process.on('message', (message: ToWorker) => {
    switch (message.type) {
      case 'shutdown':
        return process.exit(0);
      case 'run':
        return void run(message.spec);
      case 'drive':
        return void drive(message.spec);
      case 'answer':
        return asked.answer(message.key, message.number, message.answer);
      default:
        return message satisfies never;
    }
  });
  send({ type: 'ready', engine: engines.wasm, build: ownBuild() });
}

if (process.send) {
  serve();
} else if (process.argv.includes('--engines')) {
  await reportEngines((line) => process.stdout.write(line));
  // An engine may hold on to its device.
  process.exit(0);
} else {
  process.stderr.write('This worker is started by the runner: use `reprise run`.\n');
  process.exitCode = 2;
}
