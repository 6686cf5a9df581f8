import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ExecutorEvent, JobOutcome } from '../../../runner/exec/executor.ts';
import { readConfig } from '../../../runner/exec/slurm/cluster.ts';
import { failureOfState } from '../../../runner/exec/slurm/ended-state.ts';
import { Ledger } from '../../../runner/exec/slurm/ledger.ts';
import type { SlurmCommands } from '../../../runner/exec/slurm/slurm-commands.ts';
import { SlurmExecutor } from '../../../runner/exec/slurm/slurm-executor.ts';
import { problemOf, slurmProblemText } from '../../../runner/exec/slurm/slurm-problem.ts';
import { batchScript, sbatchOptions, submitEnvironment } from '../../../runner/exec/slurm/submission.ts';
import { readStates } from '../../../runner/exec/slurm/task-states.ts';
import { isDue } from '../../../runner/exec/slurm/wave-policy.ts';
import type { JobKey } from '../../../schemas/ids.ts';
import { fail, ok } from '../../../schemas/result.ts';
import type { SlurmTask, TaskEnd } from '../../../schemas/slurm.ts';
import { specIn } from '../../util/job-spec.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const wave = 'reprise-0123456789abcdef0123456789abcdef';

describe('states of tasks', () => {
  test('squeue lists each task; one that waits has no node', () => {
    const states = readStates(
      [`${wave}|7|0|RUNNING|n1|None`, `${wave}|7|1|PENDING||Resources`, 'noise', ''].join('\n'),
    );
    expect(states.get(wave)).toEqual({
      jobId: '7',
      others: undefined,
      tasks: new Map([
        [0, { state: 'RUNNING', node: 'n1', why: '' }],
        [1, { state: 'PENDING', node: null, why: 'Resources' }],
      ]),
    });
  });

  test('sacct lists those that wait together, and says who cancelled', () => {
    const states = readStates(
      [
        `${wave}|7_[2-9%3]|PENDING|None assigned|None`,
        `${wave}|7_0|CANCELLED by 1000|n2|None`,
        `${wave}|7_1|NODE_FAIL|n1|None`,
      ].join('\n'),
    );
    expect(states.get(wave)).toEqual({
      jobId: '7',
      others: { state: 'PENDING', node: null, why: '' },
      tasks: new Map([
        [0, { state: 'CANCELLED', node: 'n2', why: '' }],
        [1, { state: 'NODE_FAIL', node: 'n1', why: '' }],
      ]),
    });
  });

  test.each([
    ['NODE_FAIL', { reason: 'slurm-lost', state: 'NODE_FAIL', job: '7_1', node: 'n1' }],
    ['PREEMPTED', { reason: 'slurm-lost', state: 'PREEMPTED', job: '7_1', node: 'n1' }],
    ['OUT_OF_MEMORY', { reason: 'slurm-ended', state: 'OUT_OF_MEMORY', job: '7_1', node: 'n1' }],
    ['TIMEOUT', { reason: 'slurm-ended', state: 'TIMEOUT', job: '7_1', node: 'n1' }],
    [
      'FAILED',
      {
        reason: 'worker-did-not-start',
        message: "Slurm's job 7_1 on n1 ended as FAILED without a result: no such module",
      },
    ],
  ] as const)('%s of a task without a result is told as what it is', (state, failure) => {
    expect(failureOfState({ state, node: 'n1', why: '' }, '7_1', 'no such module\n')).toEqual(failure);
  });
});

test('of the configuration, the size of arrays and whether there is accounting', () => {
  const text =
    'AccountingStorageType   = accounting_storage/slurmdbd\nClusterName = hpc\nMaxArraySize            = 501\nSLURM_VERSION           = 22.05.8\n';
  expect(readConfig(text)).toEqual({
    name: 'hpc',
    version: '22.05.8',
    maxArraySize: 501,
    hasAccounting: true,
  });
  expect(readConfig('')).toMatchObject({ maxArraySize: 1001, hasAccounting: false });
});

describe('what Slurm refuses', () => {
  test.each([
    [
      'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)',
      'unreachable',
    ],
    ['sbatch: error: Batch job submission failed: Socket timed out on send/recv operation', 'unreachable'],
    [
      "sbatch: error: AssocMaxSubmitJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
      'limit',
    ],
    ['sbatch: error: Batch job submission failed: Invalid job array specification', 'limit'],
    ['sbatch: error: invalid partition specified: nope', 'refused'],
  ])('%s is %s', (stderr, reason) => {
    expect(problemOf('sbatch', stderr).reason).toBe(reason);
  });

  test('is told without the names that Slurm puts before it', () => {
    const stderr = 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)';
    expect(problemOf('squeue', stderr)).toEqual({
      reason: 'unreachable',
      command: 'squeue',
      message: 'Unable to contact slurm controller (connect failure)',
    });
  });

  test('is told in its words, with the key of executors.yaml that it is about', () => {
    expect(
      slurmProblemText(problemOf('sbatch', 'sbatch: error: Memory specification can not be satisfied')),
    ).toEqual({
      message: 'Slurm refused sbatch: Memory specification can not be satisfied',
      help: 'lower `slurm.memory` in executors.yaml; `sinfo -o "%P %m"` shows what the nodes have',
    });
  });
});

describe('a submission', () => {
  test('asks for what the settings say, under a folder with any name', () => {
    const settings = {
      partition: 'gpu',
      timeLimit: 90,
      memory: '8G',
      cpus: 2,
      gres: 'gpu:1',
      arguments: ['--nice=5'],
    };
    expect(sbatchOptions(settings, "/a 50%/o'k")).toEqual([
      ...[
        '--partition=gpu',
        '--time=90',
        '--mem=8G',
        '--cpus-per-task=2',
        '--gres=gpu:1',
        '--parsable',
        '--requeue',
      ],
      ...['--open-mode=append', '--export=ALL', '--input=/dev/null', "--chdir=/a 50%/o'k"],
      ...["--output=/a 50%%/o'k/log/%a", '--nice=5'],
    ]);
    expect(batchScript({ settings: { setup: ['module load x'], nodejs: '/n' }, waveFolder: "/o'k" })).toBe(
      "#!/bin/sh\nmodule load x\nexec '/n' '/o'\\''k/launch.mjs' 'slurm-task' '/o'\\''k'\n",
    );
  });

  test('hands on what a worker inherits, nothing of this machine, and no secret', () => {
    const own = {
      PATH: '/bin',
      TMPDIR: '/t',
      CUDA_VISIBLE_DEVICES: '1',
      TOKEN: 's',
      SLURM_JOB_ID: '3',
      SLURM_CONF: '/c',
    };
    expect(submitEnvironment(own)).toEqual({ PATH: '/bin', SLURM_CONF: '/c' });
  });
});

test('2,000 jobs of which 1,000 may be under way are few waves, whatever the pace at which they end', () => {
  const submissions = (endedInSecond: number): number => {
    let [left, waiting, pending, waves, firstMs] = [1000, 1000, 0, 0, 6_000];
    for (let debt = 0; waiting > 0 || pending > 0; debt %= 1) {
      if (isDue({ count: waiting, firstMs, lastMs: 1_000, pending, most: 1001 })) {
        waves++;
        [waiting, pending, firstMs] = [0, pending + waiting, 0];
      }
      debt += endedInSecond;
      const ended = Math.min(Math.floor(debt), pending);
      const next = Math.min(ended, left);
      [pending, waiting, left] = [pending - ended, waiting + next, left - next];
      if (waiting > 0) firstMs += 1_000;
    }
    return waves;
  };
  for (const pace of [0.1, 1, 2, 16, 128, 1000]) expect(submissions(pace)).toBeLessThanOrEqual(20);
});

describe('waves of jobs', () => {
  const due = { count: 3, firstMs: 1_000, lastMs: 500, pending: 0, most: 1001 };
  test.each([
    ['jobs of one moment are gathered', { ...due, lastMs: 10 }, false],
    ['but not without end', { ...due, lastMs: 10, firstMs: 6_000 }, true],
    ['a full array waits for nothing', { ...due, lastMs: 0, count: 1001 }, true],
    ['few wait while many are not begun', { ...due, pending: 10 }, false],
    ['half as many do not', { ...due, pending: 6 }, true],
    ['nor more than a sixteenth for long', { ...due, pending: 48, firstMs: 30_000 }, true],
    ['fewer wait on', { ...due, pending: 49, firstMs: 599_000 }, false],
    ['and nobody for ever', { ...due, pending: 1_000, firstMs: 600_000 }, true],
    ['nothing is handed in of nothing', { ...due, count: 0 }, false],
  ])('%s', (_, waiting, expected) => {
    expect(isDue(waiting)).toBe(expected);
  });
});

const taskOf = (folder: string, label: string): SlurmTask => ({
  formatVersion: 1,
  spec: specIn(folder, label),
  worker: { file: '/w.js', build: null },
  program: null,
});

const attempt = '0-0123456789abcdef';
const endOf = (key: JobKey, outcome: TaskEnd['outcome']): TaskEnd => ({
  formatVersion: 1,
  key,
  attempt,
  outcome,
  environment: { node: 'v20', platform: 'linux', arch: 'x64', cpu: 'c', device: 'slurm:n1' },
  startedAt: '2026-01-02T03:04:05.000Z',
  wallMs: 5,
});

describe('the ledger', () => {
  test('knows where a job was handed in, until its wave is needed no more', () => {
    const folder = temporaryFolder();
    const ledger = new Ledger(join(folder, 'slurm'));
    const tasks = ['a', 'b'].map((label) => taskOf(folder, label));
    const [a, b] = tasks.map(({ spec }) => spec.key) as [SlurmTask['spec']['key'], SlurmTask['spec']['key']];
    const { name } = ledger.addWave(tasks, '2026-01-02T03:04:05.000Z');
    expect([ledger.placeOf(a), ledger.placeOf(b)]).toEqual([0, 1].map((index) => ({ wave: name, index })));
    expect(ledger.readWave(name)?.jobId).toBeUndefined();
    ledger.forget(a);
    ledger.sweep(Date.now());
    expect(readdirSync(join(folder, 'slurm', 'waves'))).toEqual([name]);
    ledger.forget(b);
    expect(readdirSync(join(folder, 'slurm', 'waves'))).toEqual([]);
    expect(ledger.placeOf(a)).toBeUndefined();
  });

  test('a job that was handed in anew leaves nothing to do for the task of before', () => {
    const folder = temporaryFolder();
    const ledger = new Ledger(join(folder, 'slurm'));
    const task = taskOf(folder, 'a');
    const first = ledger.addWave([task], '2026-01-02T03:04:05.000Z');
    const second = ledger.addWave([task], '2026-01-02T03:04:06.000Z');
    const places = [first, second].map(({ name }) => ({ wave: name, index: 0 }));
    expect(places.map((place) => ledger.isCurrent(task.spec.key, place))).toEqual([false, true]);
  });

  test('of a job that was forgotten nothing comes back, whatever its dying task writes', () => {
    const folder = temporaryFolder();
    const ledger = new Ledger(join(folder, 'slurm'));
    const task = taskOf(folder, 'a');
    const { key } = task.spec;
    const { name } = ledger.addWave([task], '2026-01-02T03:04:05.000Z');
    expect(ledger.note(key, 'progress.json', { formatVersion: 1 })).toBe(true);
    ledger.forget(key);
    expect(ledger.note(key, 'progress.json', { formatVersion: 1 })).toBe(false);
    ledger.writeEnd({ wave: name, index: 0 }, endOf(key, { done: true }));
    expect(['jobs', 'waves'].map((one) => readdirSync(join(folder, 'slurm', one)))).toEqual([[], []]);
  });

  test('half a file, as a killed runner leaves it, is none', () => {
    const folder = temporaryFolder();
    const ledger = new Ledger(join(folder, 'slurm'));
    const { key } = taskOf(folder, 'a').spec;
    mkdirSync(ledger.jobFolder(key), { recursive: true });
    writeFileSync(join(ledger.jobFolder(key), 'entry.json'), '{"formatVersion":1,"wa');
    expect(ledger.placeOf(key)).toBeUndefined();
  });
});

const killed = { reason: 'worker-killed-by-signal', signal: 'SIGTERM' } as const;

/** A Slurm of a few lines: every task that it takes ends well at once, unless it is told otherwise. */
class FakeSlurm implements SlurmCommands {
  readonly storeRoot: string;
  /** Sizes of the arrays that it took. */
  readonly taken: number[] = [];
  /** What sbatch answers instead, one after the other; `lost` takes the array and answers nothing. */
  answers: string[] = [];
  most = Infinity;
  /** Its tasks go on until they are cancelled, and leave then what the dying processes of a job are taken for. */
  isSlow = false;
  #isCancelled = false;
  readonly #known = new Map<string, { id: number; tasks: number }>();

  constructor(storeRoot: string) {
    this.storeRoot = storeRoot;
  }

  run: SlurmCommands['run'] = async (command, args) => {
    const value = (name: string): string =>
      args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? '';
    if (command === 'squeue') {
      const lines = value('name')
        .split(',')
        .flatMap((name) => {
          const known = this.#known.get(name);
          return Array.from(
            { length: known?.tasks ?? 0 },
            (_, i) => `${name}|${known?.id}|${i}|${this.#state}|n1|None`,
          );
        });
      return ok(lines.join('\n'));
    }
    if (command === 'scancel') {
      this.#isCancelled = true;
      for (const name of this.#known.keys()) this.#end(name, { done: false, failure: killed, log: '' });
    }
    if (command !== 'sbatch') return ok('');
    const answer = this.answers.shift();
    const tasks = Number(value('array').split('-')[1]) + 1;
    if (answer !== undefined && answer !== 'lost') return fail(problemOf('sbatch', answer));
    if (tasks > this.most)
      return fail(problemOf('sbatch', 'Job violates accounting/QOS policy (job submit limit)'));
    this.#take(value('job-name'), tasks);
    return answer === 'lost'
      ? fail(problemOf('sbatch', 'Socket timed out on send/recv operation'))
      : ok(`${this.taken.length}\n`);
  };

  get #state(): string {
    if (this.#isCancelled) return 'CANCELLED';
    return this.isSlow ? 'RUNNING' : 'COMPLETED';
  }

  #take(name: string, tasks: number): void {
    this.taken.push(tasks);
    this.#known.set(name, { id: this.taken.length, tasks });
    if (!this.isSlow) this.#end(name, { done: true });
  }

  #end(name: string, outcome: TaskEnd['outcome']): void {
    const ledger = new Ledger(join(this.storeRoot, 'slurm'));
    for (const [index, key] of (ledger.readWave(name)?.wave.keys ?? []).entries()) {
      const output = join(ledger.attemptFolder(key, attempt), 'output');
      mkdirSync(output, { recursive: true });
      writeFileSync(join(output, 'metrics.json'), '{}\n');
      ledger.writeEnd({ wave: name, index }, endOf(key, outcome));
    }
  }
}

function fakeRig() {
  const folder = temporaryFolder();
  const slurm = new FakeSlurm(join(folder, 'store'));
  const notices: string[] = [];
  const executor = new SlurmExecutor({
    storeRoot: slurm.storeRoot,
    settings: { pollSeconds: 0.1 },
    cluster: { name: 'test', version: '1', maxArraySize: 4, hasAccounting: false },
    program: '/cli.js',
    worker: { file: '/w.js', build: null },
    programOf: () => {
      throw new Error('no job has a program of its own');
    },
    notice: (message) => notices.push(message),
    commands: slurm,
  });
  onTestFinished(() => executor.close());
  const runAll = (labels: readonly string[]): Promise<JobOutcome[]> =>
    Promise.all(
      labels.map((label) =>
        executor.run(specIn(folder, label), new AbortController().signal, () => undefined),
      ),
    );
  return { folder, slurm, notices, executor, runAll };
}

describe('the executor of Slurm', () => {
  const labels = ['a', 'b', 'c', 'd', 'e', 'f'];

  test('hands jobs of one moment in together, in arrays that are not too long', async () => {
    const { runAll, slurm, folder } = fakeRig();
    const outcomes = await runAll(labels);
    expect(outcomes.map(({ done }) => done)).toEqual(labels.map(() => true));
    expect(slurm.taken).toEqual([4, 2]);
    expect(readFileSync(join(folder, 'output', 'a', 'metrics.json'), 'utf8')).toBe('{}\n');
  });

  test('says where and when a job ran', async () => {
    const { runAll } = fakeRig();
    expect(await runAll(['a'])).toEqual([
      {
        done: true,
        remote: {
          environment: { node: 'v20', platform: 'linux', arch: 'x64', cpu: 'c', device: 'slurm:n1' },
          startedAt: '2026-01-02T03:04:05.000Z',
          wallMs: 5,
        },
      },
    ]);
  });

  test('hands in half as many where an account may have no more', async () => {
    const { runAll, slurm } = fakeRig();
    slurm.most = 1;
    expect((await runAll(['a', 'b', 'c'])).map(({ done }) => done)).toEqual([true, true, true]);
    expect(slurm.taken).toEqual([1, 1, 1]);
  });

  test('finds a submission whose answer was lost by its name, and hands nothing in twice', async () => {
    const { runAll, slurm, notices } = fakeRig();
    slurm.answers = ['lost'];
    expect((await runAll(['a', 'b'])).map(({ done }) => done)).toEqual([true, true]);
    expect(slurm.taken).toEqual([2]);
    expect(notices[0]).toMatch(
      /^Slurm does not answer sbatch: Socket timed out on send\/recv operation; trying again/,
    );
  });

  test('tries again what a controller did not take', async () => {
    const { runAll, slurm } = fakeRig();
    slurm.answers = ['Unable to contact slurm controller (connect failure)'];
    expect((await runAll(['a'])).map(({ done }) => done)).toEqual([true]);
    expect(slurm.taken).toEqual([1]);
  });

  test('fails jobs that Slurm refuses, with its words and the cure, and leaves nothing of them', async () => {
    const { runAll, slurm } = fakeRig();
    slurm.answers = ['sbatch: error: invalid partition specified: nope'];
    expect(await runAll(['a'])).toEqual([
      {
        done: false,
        failure: {
          reason: 'slurm-refused',
          message: 'Slurm refused sbatch: invalid partition specified: nope',
          hint: 'correct `slurm.partition` in executors.yaml; `sinfo` lists the partitions',
        },
        log: '',
      },
    ]);
    expect(readdirSync(join(slurm.storeRoot, 'slurm', 'jobs'))).toEqual([]);
  });

  test('keeps outputs until they are published, so that the next runner needs no second computation', async () => {
    const { runAll, slurm, executor, folder } = fakeRig();
    await runAll(['a']);
    rmSync(join(folder, 'output', 'a', 'metrics.json'));
    const events: ExecutorEvent[] = [];
    const spec = specIn(folder, 'a');
    expect((await executor.run(spec, new AbortController().signal, (event) => events.push(event))).done).toBe(
      true,
    );
    expect(readFileSync(join(folder, 'output', 'a', 'metrics.json'), 'utf8')).toBe('{}\n');
    expect(slurm.taken).toEqual([1]);
    expect(events).toEqual([{ type: 'started', device: 'slurm:n1' }]);
    executor.published(spec.key);
    expect(readdirSync(join(slurm.storeRoot, 'slurm', 'jobs'))).toEqual([]);
  });

  test('what a cancelled job came to is its cancellation, and nothing of it is kept for the next runner', async () => {
    const { slurm, executor, folder } = fakeRig();
    slurm.isSlow = true;
    const control = new AbortController();
    const spec = specIn(folder, 'a');
    const failure = { reason: 'timed-out', timeoutMs: 1 } as const;
    const outcome = await executor.run(spec, control.signal, ({ type }) => {
      if (type === 'started') control.abort(failure);
    });
    expect(outcome).toMatchObject({ done: false, failure });
    expect(readdirSync(join(slurm.storeRoot, 'slurm', 'jobs'))).toEqual([]);
  });
});
