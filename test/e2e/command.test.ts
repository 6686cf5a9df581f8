/** Programs of the user's own through the real command line: searched with, locked, run again, and in the keys. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const manifest = (run: string, code: string): string => `id: own
title: A trainer of one's own
task:
  kind: command
  run: ${run}
  code: ${code}
  environment: { files: [environment.txt], variables: { LEVEL: "1" } }
  data: { offset: data }
  metrics:
    validation.accuracy: { goal: maximize, unit: "%", digits: 1, label: Validation accuracy }
    test.accuracy: { goal: maximize, unit: "%", digits: 1, label: Test accuracy }
  resources: { minutes: 5 }
  determinism: bit-exact
space: { name: nasbench101 }
seedSets: { first: [1, 2] }
methods:
  random: { kind: random, evaluations: 3, trial: { epochs: 2 } }
  asha: { kind: asha, evaluations: 6, logicalWorkers: 2, eta: 2, minEpochs: 1, maxEpochs: 4, trial: { epochs: 4 } }
stages:
  search: { kind: search, seeds: each }
  final:
    kind: train-command
    from: search
    select: { metric: validation.accuracy, keep: 1 }
    seeds: { count: 2 }
    measure: test
    epochs: 5
    settings: { bonus: 2 }
reports:
  table:
    title: Accuracy
    rows: method
    columns:
      - { metric: validation.accuracy, stage: search, show: best }
      - { metric: test.accuracy, stage: final }
  course:
    kind: curve
    title: Course
    stage: final
    x: epoch
    y: test.accuracy
`;

const shellTrainer = `. ./reprise.sh
images=$(sed -n 's/^ *"offset": "\\(.*\\)"$/\\1/p' "$REPRISE_JOB")
i=$(cat "$checkpoint/epoch" 2>/dev/null || echo 0)
nodes=$(grep -c conv "$REPRISE_JOB")
while [ "$i" -lt "$epochs" ]; do
  i=$((i + 1))
  value=$((50 + nodes + i + LEVEL + $(cat "$images/offset")))
  report "$i" accuracy "$value"
  echo "$i" > "$checkpoint/epoch"
done
finish accuracy "$value"
`;

const helper = (name: string): string => readFileSync(`trainers/${name}`, 'utf8');

/** The blocks of code of the page that a newcomer follows, by language. @param heading from which to look */
function pageBlock(language: string, heading = ''): string {
  const page = readFileSync('docs/your-own-trainer.md', 'utf8');
  const part = page.slice(page.indexOf(heading));
  const [, block = ''] = new RegExp(`\n\`\`\`${language}\n(.*?)\n\`\`\`\n`, 's').exec(part) ?? [];
  return `${block}\n`;
}

async function projectWith(run: string, code: string, files: Record<string, string>): Promise<TestProject> {
  const project = await TestProject.create();
  project.useRealWorker();
  project.write('manifests/tests/own.yaml', manifest(run, code));
  for (const [path, text] of Object.entries(files)) project.write(path, text);
  project.write('environment.txt', 'nothing\n');
  project.write('data/offset', '3\n');
  await project.commit('a trainer');
  return project;
}

const shellProject = () =>
  projectWith('[sh, train.sh]', '[train.sh, reprise.sh]', {
    ...{ 'train.sh': shellTrainer, 'reprise.sh': helper('reprise.sh') },
  });
const hasPython = spawnSync('python3', ['--version']).status === 0;

const hasTorch = (): boolean => spawnSync('python3', ['-c', 'import torch']).status === 0;

/** Keys of the jobs that are known before anything ran. */
async function keysOf(project: TestProject): Promise<readonly string[]> {
  const { out } = await project.cli('plan', 'own', '--json');
  return [...out.matchAll(/"key":"([0-9a-f]{64})"/g)].map(([, key]) => key ?? '');
}

/** Several sessions of work may share the machine. */
const timeout = 900_000;

describe("a program of one's own in", () => {
  test('the shell is searched with, locked, and run again bitwise', { timeout }, async () => {
    const project = await shellProject();
    const first = await project.cli('run', 'own', '-j', '2');
    expect(first.err).toContain('0 failed');
    expect(first.err).toContain('lock: manifests/tests/own.lock.json written');
    expect(first.out).toContain('Test accuracy (%');
    await project.commit('lock');
    const again = await project.cli('rerun', 'own', '-j', '1');
    expect(again.out + again.err).toContain('bitwise');
    expect(again.code).toBe(0);
  });

  test('Python is searched with as the page says', { timeout }, async ({ skip }) => {
    skip(!hasPython, 'needs python3');
    const project = await TestProject.create();
    project.useRealWorker();
    project.write('manifests/own/own-net.yaml', pageBlock('yaml'));
    project.write('own/train.py', pageBlock('python'));
    project.write('own/reprise.py', helper('reprise.py'));
    await project.commit('My networks');
    expect((await project.cli('check', 'own-net')).code).toBe(0);
    const run = await project.cli('run', 'own-net', '-j', '2');
    expect(run.err).toContain(' 0 failed');
    expect(run.err).toContain('lock: manifests/own/own-net.lock.json written');
    expect(run.code).toBe(0);
  });

  test('PyTorch is searched with as the page says', { timeout }, async ({ skip }) => {
    const project = await TestProject.create();
    project.useRealWorker();
    project.write('manifests/own/spirals.yaml', pageBlock('yaml', '## With PyTorch'));
    project.write('own/spirals.py', pageBlock('python', '## With PyTorch'));
    project.write('own/reprise.py', helper('reprise.py'));
    project.write('requirements.txt', 'torch\n');
    await project.commit('Spirals');
    expect(await project.cli('check', 'spirals')).toMatchObject({ code: 0 });
    skip(!hasTorch(), 'needs python3 with torch');
    const run = await project.cli('run', 'spirals', '--only', 'random');
    expect(run.err).toContain(' 0 failed');
    expect(run.code).toBe(0);
  });
});

test('declared files, variables and data are in the keys, and nothing else of the repository is', {
  timeout,
}, async () => {
  const project = await shellProject();
  const keys = await keysOf(project);
  expect(keys.length).toBeGreaterThan(0);
  const changed = async (path: string, from: string, to: string): Promise<readonly string[]> => {
    const text = project.read(path);
    project.replace(path, text.replace(from, to));
    const found = await keysOf(project);
    project.replace(path, text);
    return found;
  };
  project.write('undeclared.sh', 'exit 1\n');
  expect(await keysOf(project)).toEqual(keys);
  expect(await changed('manifests/tests/own.yaml', 'minutes: 5', 'minutes: 6')).toEqual(keys);
  for (const [path, from, to] of [
    ['train.sh', '50 +', '51 +'],
    ['environment.txt', 'nothing', 'something'],
    ['data/offset', '3', '4'],
    ['manifests/tests/own.yaml', 'LEVEL: "1"', 'LEVEL: "2"'],
  ] as const) {
    const found = await changed(path, from, to);
    expect([path, found.length]).toEqual([path, keys.length]);
    expect(found.filter((key) => keys.includes(key))).toEqual([]);
  }
});

test('a declared file or data that is not there is told before anything runs', { timeout }, async () => {
  const project = await projectWith('[sh, train.sh]', '[train.sh, "models/**"]', {
    'train.sh': shellTrainer,
  });
  const missing = await project.cli('plan', 'own');
  expect(missing.err).toBe(
    `error: expected a file that \`task\` declares as models/**, found none in ${project.root}\n` +
      "  help: write its path from the project's folder; what git ignores is not declared code, and a link is no file",
  );
  expect(missing.code).toBe(2);
});

test('a program ends when the run that started it is killed', { timeout }, async () => {
  const trainer = `echo $$ > "$PID_FILE"\nsleep 600 & wait\n`;
  const project = await projectWith('[sh, train.sh]', '[train.sh]', { 'train.sh': trainer });
  const file = join(project.root, '..', 'pid');
  const text = project.read('manifests/tests/own.yaml').replace('LEVEL: "1"', `PID_FILE: ${file}`);
  project.replace('manifests/tests/own.yaml', text);
  await project.commit('a trainer that waits');
  const run = project.start(['run', 'own', '-j', '1']);
  await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
  const pid = Number(readFileSync(file, 'utf8'));
  run.kill('SIGKILL');
  await run;
  await until(() => !isRunning(pid));
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The time limit of the test ends the wait. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
