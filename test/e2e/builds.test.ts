/** What runs is what the keys name: builds, packages and hidden edits, through the real command line and worker. */
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const fast = `id: fast
title: Tabular, a second
task: { kind: tabular-benchmark, data: textures10-cells }
space: { name: nasbench101 }
seedSets: { first: [1, 2] }
methods:
  random: { kind: random, evaluations: 5 }
stages: { search: { kind: search, seeds: each } }
reports:
  main: { title: T, rows: method, columns: [ { metric: benchmark.testErrorPercent, stage: search } ] }
`;

async function fastProject(): Promise<TestProject> {
  const project = await TestProject.create();
  project.useRealWorker();
  project.write('manifests/tests/fast.yaml', fast);
  await project.commit('fast');
  return project;
}

const currentFolder = (project: TestProject): string =>
  join('dist', 'builds', project.read('dist/current').trim());

/** Replaces the file, since the files of a build are read-only. */
function edit(project: TestProject, path: string): void {
  const text = project.read(path);
  rmSync(join(project.root, path));
  writeFileSync(join(project.root, path), `${text}\n`);
}

describe('a build', () => {
  test.for<[string, RegExp]>([
    ['worker.js', /^worker\.js$/],
    ['a chunk of the worker', /^worker-chunk-.*\.js$/],
    ['the kernels', /^reprise-kernels\.wasm$/],
    ['the native kernels', /^reprise-kernels\.node$/],
    ['a chunk of the command line', /^cli-chunk-.*\.js$/],
    ['its list', /^build\.json$/],
  ])('with %s changed by hand computes nothing until it is made anew', async ([_, pattern], { skip }) => {
    const project = await fastProject();
    const folder = currentFolder(project);
    const name = readdirSync(join(project.root, folder)).find((each) => pattern.test(each)) ?? '';
    skip(name === '', 'needs a C compiler (`cc`), which makes the native kernels');
    edit(project, join(folder, name));
    const doctor = await project.cli('doctor');
    expect(doctor.code).toBe(1);
    expect(doctor.out).not.toContain('as the sources');
    expect(doctor.out).toContain('not started, since no build verifies');
    expect(await project.cli('run', 'fast')).toEqual({
      code: 1,
      out: '',
      err:
        `error: expected the build ${folder} as it was made, found other bytes in ${name}\n` +
        '  help: `npm run build` makes it anew; results must come from the code that their keys name',
    });
    await execa(process.execPath, ['scripts/build.mjs'], { cwd: project.root });
    expect((await project.cli('run', 'fast')).code).toBe(0);
  });

  test('computes the same without its native kernels, as an archive brings it', async ({ skip }) => {
    const project = await fastProject();
    const file = join(currentFolder(project), 'reprise-kernels.node');
    skip(!existsSync(join(project.root, file)), 'needs a C compiler (`cc`), which makes the native kernels');
    rmSync(join(project.root, file));
    const doctor = await project.cli('doctor');
    expect(doctor).toMatchObject({ code: 0 });
    expect(doctor.out).toContain('kernels in WebAssembly');
    expect((await project.cli('run', 'fast')).code).toBe(0);
  });

  test('stays as it is under a run while others build, and its replaced workers come from it', async () => {
    const project = await fastProject();
    project.write('manifests/tests/fast.yaml', fast.replace('[1, 2]', '{ from: 1, count: 160 }'));
    await project.commit('longer');
    const before = currentFolder(project);
    const running = project.start(['run', 'fast', '--jobs', '1', '--json', '--no-lock']);
    const exits = 'if (process.send) process.exit(9);\n';
    let workers: number[] = [];
    for await (const line of running.iterable({ from: 'stdout' })) {
      if (workers.length > 0 || !line.includes('"job-done"')) continue;
      // The runner holds still, so that it has work left when the other build is there; it is long, since jobs end in groups.
      running.kill('SIGSTOP');
      project.write('experiments/worker.ts', `${exits}${project.read('experiments/worker.ts')}`);
      await execa(process.execPath, ['scripts/build.mjs'], { cwd: project.root });
      workers = workersOf(project, before);
      for (const pid of workers) process.kill(pid, 'SIGKILL');
      running.kill('SIGCONT');
    }
    const { exitCode, stdout } = await running;
    expect(currentFolder(project)).not.toBe(before);
    expect([workers.length, exitCode]).toEqual([1, 0]);
    expect(stdout).toContain('"failed":0');
  });

  test('of newer sources takes over the command line too', async () => {
    const project = await fastProject();
    await project.cli('run', 'fast', '--no-lock');
    appendFileSync(join(project.root, 'runner/exec/select-job.ts'), '// another rule\n');
    await project.commit('another rule');
    const before = currentFolder(project);
    const { code, err } = await project.cli('run', 'fast', '--no-lock');
    expect(code).toBe(0);
    expect(err).toContain('building the program from its sources');
    expect(err).toContain('0 jobs executed, 2 from the store');
    expect(currentFolder(project)).not.toBe(before);
  });

  test('is not made of a tree that will be refused', async () => {
    const project = await fastProject();
    appendFileSync(join(project.root, 'experiments/method/random.ts'), '// edited\n');
    const { code, err } = await project.cli('run', 'fast');
    expect(code).toBe(2);
    expect(err).not.toContain('building');
    expect(err).toContain('    experiments/method/random.ts\n');
  });

  test('takes no package that lies among the sources for the locked one', async () => {
    const project = await TestProject.create();
    const nested = 'experiments/node_modules/@tensorflow/tfjs-core';
    const real = '../../../../node_modules/@tensorflow/tfjs-core/dist/index.js';
    project.write(`${nested}/package.json`, '{ "name": "@tensorflow/tfjs-core", "main": "index.js" }');
    project.write(`${nested}/index.js`, `export * from '${real}';\n`);
    const options = { cwd: project.root, reject: false };
    const { exitCode, stderr } = await execa(process.execPath, ['scripts/build.mjs'], options);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        'error: expected the packages that package-lock.json names, found others:\n' +
        `    ${nested}: package-lock.json does not name it\n` +
        `  help: remove the folder ${nested}: no job key names what it holds`,
    });
  });

  test('is asked for by the launcher when there is none', async () => {
    const project = await TestProject.create();
    rmSync(join(project.root, 'dist', 'builds'), { recursive: true });
    expect(await project.cli('list')).toEqual({
      code: 2,
      out: '',
      err: 'error: expected a build of Reprise, found none\n  help: `npm ci` installs the packages and builds; `npm run build` builds',
    });
  });
});

test('a package that is not what the lock file names is in no build and computes nothing', async () => {
  const project = await fastProject();
  const real = readFileSync('node_modules/jpeg-js/lib/decoder.js', 'utf8');
  rmSync(join(project.root, 'node_modules'));
  await execa('cp', ['-al', `${process.cwd()}/node_modules`, join(project.root, 'node_modules')]);
  const path = 'node_modules/jpeg-js/lib/decoder.js';
  rmSync(join(project.root, path));
  project.write(path, `${real}\n// patched\n`);
  const expected =
    'expected the packages that package-lock.json names, found others:\n' +
    '    node_modules/jpeg-js: its files differ from those of version 0.4.4\n' +
    '  help: `npm ci` installs the packages anew; job keys name the locked ones, so no others may compute';
  const { code, err } = await project.cli('run', 'fast');
  expect([code, err]).toEqual([1, `error: ${expected}`]);
  expect((await project.cli('doctor')).out).toContain('BAD  packages');
  const build = await execa(process.execPath, ['scripts/build.mjs'], { cwd: project.root, reject: false });
  expect([build.exitCode, build.stderr]).toEqual([1, `error: ${expected}`]);
});

test.each(['experiments/node_modules', 'experiments/engine/package.json'])(
  '%s, which would give imports another meaning, is in no build and computes nothing',
  async (path) => {
    const project = await fastProject();
    const shadow = path.endsWith('.json') ? path : join(path, '@tensorflow/tfjs-core/package.json');
    project.write(shadow, '{"name":"@tensorflow/tfjs-core","version":"4.22.0","sideEffects":false}\n');
    project.write('.git/info/exclude', '*.json\n');
    expect(await project.git('status', '--porcelain')).toBe('');
    expect(await project.cli('run', 'fast')).toEqual({
      code: 1,
      out: '',
      err:
        `error: expected nothing but sources among the sources, found what changes the meaning of their imports: ${path}\n` +
        "  help: remove it; packages are those of package-lock.json, in the project's own folder",
    });
    expect((await project.cli('doctor')).out).toContain('BAD  build');
  },
);

test('explain --code lists what a key covers', async () => {
  const project = await fastProject();
  const { code, out } = await project.cli(
    'explain',
    'random/first/search/s1',
    '--manifest',
    'fast',
    '--code',
  );
  expect(code).toBe(0);
  expect(out).toMatch(/ [0-9a-f]{40} {2}experiments\/method\/random\.ts\n/);
  expect(out).toMatch(/node_modules\/@tensorflow\/tfjs-core +4\.22\.0\n/);
  expect(out).toContain('"flags":["-O3","--noAssert"');
  expect(out).not.toContain('runner/');
});

function workersOf(project: TestProject, folder: string): number[] {
  const worker = join(project.root, folder, 'worker.js');
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(worker);
      } catch {
        return false;
      }
    })
    .map(Number);
}
