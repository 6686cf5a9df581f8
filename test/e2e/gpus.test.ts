/** Programs that ask for GPUs, through the real command line, with a fake nvidia-smi on the search path. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test, vi } from 'vitest';
import { TestProject } from '../util/project.ts';

/** Notes in the folder LOG what it sees; two on one GPU at once leave a file `double`. */
const trainer = `. ./reprise.sh
mkdir "$LOG/on-$CUDA_VISIBLE_DEVICES" 2>/dev/null || echo "$CUDA_VISIBLE_DEVICES" >> "$LOG/double"
echo "$CUDA_VISIBLE_DEVICES" >> "$LOG/used"
sleep 0.2
rmdir "$LOG/on-$CUDA_VISIBLE_DEVICES"
finish errorPercent "$epochs"
`;

const manifest = (id: string, log: string, resources: string, epochs: number): string => `id: ${id}
title: On GPUs
task:
  kind: command
  run: [sh, train.sh]
  code: [train.sh, reprise.sh]
  environment: { variables: { LOG: "${log}" } }
  metrics: { validation.errorPercent: minimize }
  resources: ${resources}
  determinism: bit-exact
space: { name: nasbench101 }
seedSets: { first: [1, 2, 3] }
methods:
  random: { kind: random, evaluations: 2, trial: { epochs: ${epochs} } }
stages:
  search: { kind: search, seeds: each }
reports:
  table: { title: Errors, rows: method, columns: [{ metric: validation.errorPercent, stage: search }] }
`;

interface Rig {
  readonly project: TestProject;
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
  /** Lines of nvidia-smi about the processes on the GPUs. */
  readonly use: (lines: string) => void;
}

async function withGpus(
  manifests: Readonly<Record<string, string>>,
  worker: 'real' | 'fake' = 'real',
): Promise<Rig> {
  const project = await TestProject.create();
  if (worker === 'real') project.useRealWorker();
  const tools = join(project.root, '..', 'tools');
  const log = join(project.root, '..', 'log');
  for (const folder of [tools, log]) mkdirSync(folder);
  const use = (lines: string): void => writeFileSync(join(tools, 'apps'), lines);
  use('');
  writeFileSync(
    join(tools, 'nvidia-smi'),
    `#!/bin/sh
case $1 in
  *compute-apps*) cat "${tools}/apps";;
  *) echo "0, Fake, 24000, 10, 0, GPU-aaaa"; echo "1, Fake, 24000, 10, 0, GPU-bbbb";;
esac
`,
  );
  chmodSync(join(tools, 'nvidia-smi'), 0o755);
  project.write('train.sh', trainer);
  project.write('reprise.sh', readFileSync('trainers/reprise.sh', 'utf8'));
  for (const [id, text] of Object.entries(manifests))
    project.write(`manifests/own/${id}.yaml`, text.replaceAll('LOGFOLDER', log));
  await project.commit('own');
  const env = {
    PATH: `${tools}:${process.env['PATH']}`,
    REPRISE_GPU_LEASES: join(project.root, '..', 'leases'),
  };
  return { project, log, env, use };
}

const lines = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n');

describe('programs on GPUs', () => {
  test('two runners with two stores share the machine, and never a GPU', async () => {
    const resources = '{ gpus: 1, gpuMemory: 8GiB }';
    const { project, log, env } = await withGpus({
      a: manifest('a', 'LOGFOLDER', resources, 2),
      b: manifest('b', 'LOGFOLDER', resources, 3),
    });
    const runs = await Promise.all([
      project.start(['run', 'a'], env),
      project.start(['run', 'b', '--store', join(project.root, '..', 'other')], env),
    ]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(existsSync(join(log, 'double'))).toBe(false);
    const used = lines(join(log, 'used'));
    expect(used).toHaveLength(12);
    expect(new Set(used)).toEqual(new Set(['0', '1']));
    const folder = join(project.root, 'artifacts', 'runs');
    const [run = ''] = readdirSync(folder);
    const journal = readFileSync(join(folder, run, 'journal.jsonl'), 'utf8');
    expect(journal).toMatch(/"type":"job-started".*"device":"cuda:[01]"/);
  });

  test('a GPU that somebody else uses is left alone and named; more than there are is refused', async () => {
    const { project, log, env, use } = await withGpus({
      a: manifest('a', 'LOGFOLDER', '{ gpus: 1 }', 2),
      greedy: manifest('greedy', 'LOGFOLDER', '{ gpus: 3 }', 3),
    });
    const stranger = execa('sleep', ['1000'], { reject: false });
    use(`${stranger.pid}, GPU-aaaa, 9000, /usr/bin/python3\n`);
    const run = await project.start(['run', 'a'], env);
    expect(run.exitCode).toBe(0);
    const who = `/usr/bin/python3 (process ${stranger.pid})`;
    expect(run.stderr).toContain(
      `GPUs: cuda:0 is used by ${who}, which holds no lease: the GPU counts as loaded`,
    );
    expect(new Set(lines(join(log, 'used')))).toEqual(new Set(['1']));
    const doctor = await project.start(['doctor'], env);
    expect(doctor.stdout).toContain(`cuda:0, Fake, 23 GiB; used by ${who} without a lease`);
    expect(doctor.stdout).toContain('cuda:1, Fake, 23 GiB\n');
    stranger.kill();
    await stranger;
    const greedy = await project.start(['run', 'greedy'], env);
    expect(greedy.exitCode).toBe(1);
    expect(greedy.stderr).toContain(
      'it needs 3 GPU(s); this machine has cuda:0, 24000 MiB; cuda:1, 24000 MiB\n  help: `reprise doctor` shows the GPUs;',
    );
  });
});

test('workers of the engine tensorflow that live at once see one GPU each, and not the same', async () => {
  const { project, env } = await withGpus({}, 'fake');
  const seen = join(project.control.folder, 'gpus');
  writeFileSync(seen, '');
  const trained = ['random/first/retrain/s1', 'random/first/retrain/s2'];
  project.control.order(Object.fromEntries(trained.map((label) => [label, 'wait'] as const)));
  const run = project.start(['run', 'small', '--set', 'engine=tensorflow', '--only', 'random'], env);
  const gpuOf = () => new Map(lines(seen).map((line) => line.split(' ') as [string, string]));
  const both = { timeout: 60_000 };
  await vi.waitFor(() => expect([...gpuOf().keys()]).toEqual(expect.arrayContaining(trained)), both);
  expect(trained.map((label) => gpuOf().get(label)).sort()).toEqual(['0', '1']);
  writeFileSync(join(project.control.folder, 'go'), '');
  expect((await run).exitCode).toBe(0);
  // Searches of this method only drive their trials, and compute nothing.
  const computed = [...gpuOf()].filter(([label]) => !/search\/s\d+$/.test(label));
  expect(computed.length).toBeGreaterThan(trained.length);
  expect(new Set(computed.map(([, gpu]) => gpu))).toEqual(new Set(['0', '1']));
});
