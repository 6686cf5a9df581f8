import { resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const bare = (...args: string[]) =>
  execa(process.execPath, [resolve('dist/cli.js'), ...args], { reject: false, env: { CI: 'true' } });

test.each([
  [['bogus', '--help'], "error: unknown command 'bogus'"],
  [['help', 'bogus'], "error: unknown command 'bogus'"],
  [['data', 'lsit', '-h'], "error: unknown command 'lsit'\n(Did you mean list?)"],
])('%j is refused, with or without a wish for help', async (words, text) => {
  const { exitCode, stdout, stderr } = await bare(...words);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(text);
});

test('help of a command that exists is its help', async () => {
  const { exitCode, stdout } = await bare('help', 'data', 'add');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Usage: reprise data add /);
});

test('status of an id that no manifest has is refused; of a broken one too, with what is broken', async () => {
  const project = await TestProject.create();
  const unknown = await project.cli('status', 'smal');
  expect([unknown.code, unknown.out]).toEqual([2, '']);
  expect(unknown.err).toContain('no manifest has the id "smal"\nhelp: did you mean "small"?');
  project.write('manifests/tests/torn.yaml', 'id: torn\nmethods: {\n');
  const about = 'manifests/tests/torn.yaml:';
  for (const command of [['status', 'torn'], ['check', 'torn'], ['plan', 'torn'], ['status']]) {
    const { code, err } = await project.cli(...command);
    expect([command, code]).toEqual([command, 2]);
    expect(err).toContain(about);
    expect(err).not.toContain('no manifest has the id');
  }
});

test('check --json gives the manifests that are good, and every problem with its place and its text', async () => {
  const project = await TestProject.create();
  project.write(
    'manifests/tests/bad.yaml',
    project
      .read('manifests/tests/small.yaml')
      .replace('id: small', 'id: bad')
      .replace('trainPortion: 0.5', 'trainPortion: 5'),
  );
  const { code, out, err } = await project.cli('check', '--json');
  expect([code, err]).toEqual([2, '']);
  const found = JSON.parse(out);
  expect(found.good).toEqual([{ file: 'manifests/tests/small.yaml', id: 'small', jobs: 16 }]);
  expect(found.problems).toEqual([
    expect.objectContaining({
      file: 'manifests/tests/bad.yaml',
      line: 4,
      reason: 'wrong-value',
      path: 'task.trainPortion',
      found: '5',
    }),
  ]);
  expect(found.problems[0].text).toBe((await project.cli('check')).err);
  expect((await project.cli('check', 'small', '--json')).code).toBe(0);
});

test('advice of a run with overrides and a profile repeats them, as a shell reads them', async () => {
  const project = await TestProject.create();
  project.control.order({ 'random/first/search/s1': 'hang' });
  const set = 'title=A table, once more';
  const run = project.start(['run', 'small', '-p', 'tiny', '--set', set, '-j', '1']);
  run.stderr.on('data', (text) => {
    if (String(text).includes('jobs on')) run.kill('SIGTERM');
  });
  const { exitCode, stderr } = await run;
  expect(exitCode).toBe(130);
  expect(stderr).toContain(
    "stopped; `reprise run small --profile tiny --set 'title=A table, once more'` continues where it stopped",
  );
});

test('a run whose output is no terminal says its counts once, and what more workers than cores do', async () => {
  const project = await TestProject.create();
  const { err } = await project.cli('run', 'small', '-j', '500');
  expect(err.match(/16 (?:jobs )?executed/g)).toEqual(['16 jobs executed']);
  expect(err).toMatch(
    /^note: 500 workers on \d+ CPU core\(s\) share them: the results are the same, each job takes longer and more memory is needed; without --jobs there is one worker for each core$/m,
  );
});
