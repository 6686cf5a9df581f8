/** Which change of this project changes which keys, tried on a clone of it. */
import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

type Kind = 'search' | 'train' | 'select';

const comment = (text: string): string => `${text}\n// another comment\n`;
const lastLine =
  (line: string) =>
  (text: string): string =>
    `${text}${line}`;
const replaced =
  (from: string, to: string) =>
  (text: string): string => {
    if (!text.includes(from)) throw new Error(`expected ${from} in the source`);
    return text.replace(from, to);
  };
/** One more entry, ahead of the first. */
const registered =
  (module: string) =>
  (text: string): string => {
    const added = text.replace(/^ {2}\S+ \(\) =>/m, `  another: () => import('${module}'),\n$&`);
    if (added === text) throw new Error('expected an entry in the registry');
    return added;
  };

/** What is changed, how, and the first kinds of jobs that run again. */
const laws: readonly (readonly [string, string, (text: string) => string, readonly Kind[]])[] = [
  ['a report', 'runner/report/kinds/table/report-table.ts', comment, []],
  ['the command line', 'runner/cli/program.ts', comment, []],
  ['the scheduler', 'runner/exec/scheduler.ts', comment, []],
  [
    'a description in the JSON Schema',
    'schemas/manifest.schema.json',
    replaced('A search method', 'One search method'),
    [],
  ],
  ['another method', 'experiments/method/tpe.ts', comment, []],
  ['another weight-sharing method', 'experiments/oneshot/snas.ts', comment, []],
  ['the loader of other data', 'experiments/data/cifar10.ts', comment, []],
  ['a registry, by a comment', 'experiments/registry/methods.ts', comment, []],
  [
    'another method that is registered',
    'experiments/registry/methods.ts',
    registered('../direct/tune.ts'),
    [],
  ],
  [
    'a registry, by what it does',
    'experiments/registry/data.ts',
    lastLine('\nglobalThis.name;\n'),
    ['search'],
  ],
  ['another space', 'experiments/space/nasbench101/space.ts', comment, []],
  ['another task', 'experiments/task/language/search.ts', comment, []],
  [
    'another data set that is registered',
    'experiments/registry/data.ts',
    registered('../data/cifar10.ts'),
    [],
  ],
  [
    'another space that is registered',
    'experiments/registry/spaces.ts',
    registered('../space/nasbench101/index.ts'),
    [],
  ],
  [
    'another task that is registered',
    'experiments/registry/tasks.ts',
    registered('../task/language/index.ts'),
    [],
  ],
  ['the method', 'experiments/method/random.ts', comment, ['search']],
  ['the space', 'experiments/space/darts-cnn/index.ts', comment, ['search']],
  ['the loader of the data', 'experiments/data/textures10.ts', comment, ['search']],
  ['a kernel', 'experiments/engine/assembly/index.ts', comment, ['search']],
  ['a flag of the compiler', 'scripts/build/options.json', replaced('"-O3"', '"-O2"'), ['search']],
  [
    'a computing package',
    'package-lock.json',
    replaced(
      '"node_modules/@tensorflow/tfjs-core": {\n      "version": "4.22.0"',
      '"node_modules/@tensorflow/tfjs-core": {\n      "version": "4.22.1"',
    ),
    ['search'],
  ],
  ['the rule of selection', 'runner/exec/select-job.ts', comment, ['select']],
];

test('a change changes the keys of the jobs that can reach it, and of no others', {
  timeout: 600_000,
}, async () => {
  const project = await TestProject.create();
  expect((await project.cli('run', 'small')).code).toBe(0);
  for (const [what, path, change, expected] of laws) {
    const before = project.read(path);
    project.write(path, change(before));
    const { code, out, err } = await project.cli('plan', 'small', '--json');
    if (code !== 0) throw new Error(`${what}: ${err}`);
    const { jobs }: { jobs: { kind: Kind; status: string }[] } = JSON.parse(out);
    const kinds = new Set(jobs.filter(({ status }) => status === 'run').map(({ kind }) => kind));
    expect([what, [...kinds]]).toEqual([what, expected]);
    project.write(path, before);
  }
  expect((await project.cli('plan', 'small')).out).toContain('16 from the store, 0 to run');
});
