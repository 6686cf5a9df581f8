/** `reprise run --executor slurm`, by the command line, against a real Slurm. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';
import { skipAll } from '../util/skip-all.ts';
import { type SlurmRig, startSlurm, submissions, until } from '../util/slurm.ts';

const here = await startSlurm();
const slurmRun = ['run', 'small', '--executor', 'slurm'];

/** One training, whose program notes what happens to it. */
const ownManifest = (notes: string): string => `id: own
title: A trainer of one's own
task:
  kind: command
  run: [sh, train.sh]
  code: [train.sh, reprise.sh]
  environment: { variables: { NOTES: ${JSON.stringify(notes)} } }
  metrics: { validation.accuracy: { goal: maximize, unit: "%", digits: 1, label: Validation accuracy } }
  determinism: bit-exact
space: { name: nasbench101 }
seedSets: { first: [1] }
methods: { random: { kind: random, evaluations: 1, trial: { epochs: 1 } } }
stages: { search: { kind: search, seeds: each } }
reports:
  table: { title: Accuracy, rows: method, columns: [{ metric: validation.accuracy, stage: search, show: best }] }
`;

/** Told to end, it says so and leaves a checkpoint; with one it comes to its end. */
const ownProgram = `. ./reprise.sh
trap 'trap "" TERM; echo told >> "$NOTES"; : > "$checkpoint/reached"; exit 143' TERM
if [ -e "$checkpoint/reached" ]; then
  echo resumed >> "$NOTES"
  report 1 accuracy 60
  finish accuracy 60
  exit 0
fi
echo begun >> "$NOTES"
while :; do sleep 0.1; done
`;

/** Two tests at once on two cores, beside a Slurm each, may take long. */
const timeout = 400_000;

describe('a run in Slurm', { timeout }, () => {
  skipAll(typeof here === 'string' ? here : undefined);
  const slurm = here as SlurmRig;

  beforeAll(() => {
    if (typeof here !== 'string') process.env['SLURM_CONF'] = here.env.SLURM_CONF;
  });

  afterAll(async () => {
    delete process.env['SLURM_CONF'];
    if (typeof here !== 'string') await here.stop();
  });

  /** What a test that failed left behind would take the nodes from the next. */
  afterEach(async () => {
    for (const run of runs.splice(0)) run.kill('SIGKILL');
    await until(async () => {
      if ((await slurm.ask('squeue', '-h')) === '') return true;
      await slurm.ask('scancel', '--user=root');
      return false;
    });
  });

  const runs: ReturnType<TestProject['start']>[] = [];
  const startRun = (made: TestProject, id = 'small'): ReturnType<TestProject['start']> => {
    const run = made.start(['run', id, '--executor', 'slurm']);
    runs.push(run);
    return run;
  };

  /** Settings that are not committed: they make no tree dirty. */
  async function project(settings = 'slurm: { pollSeconds: 0.3 }\n'): Promise<TestProject> {
    const made = await TestProject.create();
    made.write('executors.yaml', settings);
    return made;
  }

  const store = ({ root }: TestProject): string => join(root, 'artifacts');
  const left = (made: TestProject, name: string): string[] => {
    const folder = join(store(made), 'slurm', name);
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  /** Ids such as `12_3` of the tasks in a state. */
  const tasksIn = async (state: string): Promise<string[]> =>
    (await slurm.ask('squeue', '-h', '-r', '-t', state, '-o', '%F_%K')).split('\n').filter((id) => id !== '');
  const hasStarted = (made: TestProject, label: string, times = 1): Promise<void> =>
    until(() => made.control.started().filter((one) => one === label).length >= times);
  /** As Slurm calls the task of a job that the runner knows to have begun. */
  const taskOf = async (made: TestProject, label: string): Promise<string> => {
    const begun = new RegExp(`"label":"${label}","key":"([0-9a-f]{64})"`);
    await until(() => begun.test(journal(made)));
    const key = begun.exec(journal(made))?.[1] ?? '';
    const array = submissions(store(made)).find(({ keys }) => keys.includes(key));
    return `${array?.jobId}_${array?.keys.indexOf(key)}`;
  };
  /** Slurm lets a job that it has put back wait for two minutes. */
  const letGoOn = (): Promise<void> =>
    until(async () => {
      for (const id of await tasksIn('PENDING'))
        await slurm.ask('scontrol', 'update', `JobId=${id}`, 'StartTime=now');
      return (await tasksIn('PENDING')).length === 0;
    });
  /** Four trainings, and six of the selected. In how many arrays, the pace of this machine decides. */
  function expectHandedInOnce(made: TestProject): void {
    const keys = submissions(store(made)).flatMap((submission) => submission.keys);
    expect([keys.length, new Set(keys).size]).toEqual([10, 10]);
  }
  const [s1, s2, s11, s12] = [
    'first/retrain/s1',
    'first/retrain/s2',
    'second/retrain/s11',
    'second/retrain/s12',
  ].map((name) => `random/${name}`) as [string, string, string, string];

  test('gives the reports and the lock of a local run, leaves nothing behind, and is rerun there', async () => {
    const [local, cluster] = [await project(), await project()];
    await local.cli('run', 'small');
    const { code, err } = await cluster.cli(...slurmRun);
    expect(err).toContain('16 jobs executed, 0 from the store, 0 failed');
    expect(code).toBe(0);
    const lock = 'manifests/tests/small.lock.json';
    expect(cluster.read(lock)).toBe(local.read(lock));
    expect(cluster.reports('small.base')).toEqual(local.reports('small.base'));
    // Searches that ask for trials, and selections, are the runner's.
    expectHandedInOnce(cluster);
    expect([left(cluster, 'jobs'), left(cluster, 'waves')]).toEqual([[], []]);
    await cluster.commit('lock');
    const again = await cluster.cli('rerun', 'small', '--executor', 'slurm');
    expect(again.err).toMatch(/16 recomputed in .*: every digest is equal/);
    expect(again.err.match(/^handed /gm)?.length).toBeGreaterThan(1);
  });

  test('kill -9 of the runner: the next one takes up what runs and what waits, and hands none in again', async () => {
    const made = await project();
    made.control.order({ [s1]: 'wait', [s2]: 'wait' });
    const run = startRun(made);
    await Promise.all([hasStarted(made, s1), hasStarted(made, s2)]);
    run.kill('SIGKILL');
    await run;
    // As if it had died before sbatch answered: the name of the wave is all that is known.
    for (const wave of left(made, 'waves'))
      rmSync(join(store(made), 'slurm', 'waves', wave, 'submitted.json'));
    const next = startRun(made);
    await until(() =>
      left(made, 'waves').every((wave) => left(made, `waves/${wave}`).includes('submitted.json')),
    );
    made.control.go();
    const { exitCode, stderr } = await next;
    expect(stderr).toMatch(/took up [2-4] job\(s\) that an earlier run had handed to Slurm/);
    expect(exitCode).toBe(0);
    const ids = new Map(submissions(store(made)).map(({ jobId, keys }) => [jobId, keys]));
    const keys = [...ids.values()].flat();
    expect([keys.length, new Set(keys).size]).toEqual([10, 10]);
    const started = made.control.started().filter((label) => !label.includes('/search/'));
    expect(new Set(started).size).toBe(started.length);
    expect((await made.cli('fsck')).code).toBe(0);
  });

  test('a job that Slurm takes from its node begins again, in the same array, to the same reports', async () => {
    const made = await project();
    made.control.order({ [s1]: ['wait'], [s2]: ['wait'] });
    const run = startRun(made);
    await Promise.all([hasStarted(made, s1), hasStarted(made, s2)]);
    await slurm.ask('scontrol', 'requeue', await taskOf(made, s1));
    await letGoOn();
    await hasStarted(made, s1, 2);
    const node = await slurm.ask('squeue', '-h', '-j', await taskOf(made, s2), '-o', '%N');
    await slurm.ask('scontrol', 'update', `NodeName=${node}`, 'State=DOWN', 'Reason=test');
    // It may come back by itself, and then there is nothing to resume.
    await until(async () => {
      const state = await slurm.ask('sinfo', '-h', '-n', node, '-p', 'main', '-o', '%T');
      if (!state.startsWith('down')) return true;
      await slurm.ask('scontrol', 'update', `NodeName=${node}`, 'State=RESUME');
      return false;
    });
    await letGoOn();
    expect((await run).exitCode).toBe(0);
    expectHandedInOnce(made);
    expect(made.control.started().filter((label) => label === s1 || label === s2)).toHaveLength(4);
  });

  test('a controller that goes and comes back is waited for; what ends meanwhile has ended', async () => {
    const made = await project();
    made.control.order({ [s1]: 'wait', [s2]: 'wait' });
    const run = startRun(made);
    let told = '';
    run.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    await Promise.all([taskOf(made, s1), taskOf(made, s2)]);
    await slurm.end('slurmctld');
    made.control.go();
    await until(() => told.includes('Slurm does not answer') && told.includes(`done  ${s2}`));
    await slurm.start('slurmctld');
    expect((await run).exitCode).toBe(0);
    expect(told).toContain('Slurm answers again');
    expectHandedInOnce(made);
    const started = made.control.started();
    expect(new Set(started).size).toBe(started.length);
  });

  test("a partition of higher priority takes the node: a program of one's own notes what it reached, and goes on from there", async () => {
    const made = await project();
    made.useRealWorker();
    const notes = join(made.root, '..', 'notes');
    const noted = (): string[] => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []);
    made.write('manifests/tests/own.yaml', ownManifest(notes));
    made.write('train.sh', ownProgram);
    made.write('reprise.sh', readFileSync('trainers/reprise.sh', 'utf8'));
    await made.commit('a trainer');
    const run = startRun(made, 'own');
    await until(() => noted().includes('begun'));
    const node = await slurm.ask('squeue', '-h', '-t', 'RUNNING', '-o', '%N');
    await slurm.ask('sbatch', '-p', 'urgent', '-w', node, '-o', '/dev/null', '--wrap=true');
    await until(() => noted().includes('told'));
    await letGoOn();
    expect((await run).exitCode).toBe(0);
    expect(noted()).toEqual(['begun', 'told', 'resumed']);
    expect(submissions(store(made))).toHaveLength(1);
  });

  test('a task that somebody cancels fails alone, and says so', async () => {
    const made = await project();
    made.control.order({ [s1]: 'hang' });
    const run = startRun(made);
    await hasStarted(made, s1);
    const task = await taskOf(made, s1);
    await slurm.ask('scancel', task);
    const { exitCode, stderr } = await run;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(
        `FAIL {2}${s1}: Slurm ended it: CANCELLED, job ${task} on n[12]\\n {2}help: somebody cancelled it`,
      ),
    );
    expect(stderr).toContain(', 5 failed,');
    expect(left(made, 'jobs')).toEqual([]);
  });

  test('Ctrl-C lets what runs finish and withdraws what waits; the next run computes that', async () => {
    const made = await project();
    made.control.order({ [s1]: 'wait', [s2]: 'wait' });
    const run = startRun(made);
    await Promise.all([hasStarted(made, s1), hasStarted(made, s2)]);
    // It must know that they run, or they count as waiting.
    await Promise.all([taskOf(made, s1), taskOf(made, s2)]);
    run.kill('SIGINT');
    await until(async () => (await tasksIn('PENDING')).length === 0);
    made.control.go();
    expect((await run).exitCode).toBe(130);
    expect([await tasksIn('RUNNING'), await tasksIn('PENDING')]).toEqual([[], []]);
    expect((await made.cli(...slurmRun)).code).toBe(0);
    expect(new Set(made.control.started().filter((label) => label === s11 || label === s12)).size).toBe(2);
  });

  test('Ctrl-C twice takes everything back from Slurm', async () => {
    const made = await project();
    made.control.order({ [s1]: ['hang'], [s2]: ['hang'] });
    const run = startRun(made);
    await Promise.all([hasStarted(made, s1), hasStarted(made, s2)]);
    run.kill('SIGINT');
    await until(() => journal(made).includes('"stopping"'));
    run.kill('SIGINT');
    expect((await run).exitCode).toBe(130);
    expect([await tasksIn('RUNNING'), await tasksIn('PENDING')]).toEqual([[], []]);
    await until(() => made.processes().length === 0);
    // What Slurm took long to end is looked for by the next run, and is no failure of the job.
    const { code, err } = await made.cli(...slurmRun);
    expect(err).not.toContain('FAIL');
    expect([code, left(made, 'jobs')]).toEqual([0, []]);
  });

  test('settings that Slurm would refuse are told before anything is begun', async () => {
    const made = await project('slurm:\n  partition: nowhere\n');
    const { code, err } = await made.cli(...slurmRun);
    expect(code).toBe(1);
    expect(err).toContain('error: Slurm refused sbatch: invalid partition specified: nowhere');
    expect(err).toContain(
      '  help: correct `slurm.partition` in executors.yaml; `sinfo` lists the partitions',
    );
    made.write('executors.yaml', 'slurm:\n  partitoin: main\n');
    const misspelt = await made.cli(...slurmRun);
    expect(misspelt.code).toBe(2);
    expect(misspelt.err).toContain('executors.yaml:2:3: error: unknown key "partitoin" in slurm');
    expect(misspelt.err).toContain('did you mean "partition"?');
    expect(existsSync(join(store(made), 'slurm'))).toBe(false);
  });
});

const journal = ({ root }: TestProject): string => {
  const runs = join(root, 'artifacts', 'runs');
  return readdirSync(runs)
    .map((run) => readFileSync(join(runs, run, 'journal.jsonl'), 'utf8'))
    .join('');
};
