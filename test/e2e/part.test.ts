import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

test('run --only computes a part, writes what it can, leaves the lock alone, and the whole goes on from there', async () => {
  const project = await TestProject.create();
  const part = await project.cli('run', 'small', '--only', 'search', '--only', 'first');
  expect(part.code).toBe(0);
  expect(project.control.started().sort()).toEqual(['random/first/search/s1', 'random/first/search/s2']);
  expect(part.out).toBe('');
  expect(part.err.split('\n').slice(-3)).toEqual([
    expect.stringMatching(/^2 jobs executed, 0 from the store, 0 failed, /),
    'reports not written, since --only left out jobs that they read: main',
    'lock: not written and not compared, since --only left out 14 of 16 jobs',
  ]);
  expect(await project.git('status', '--porcelain')).toBe('');
  const plan = await project.cli('plan', 'small', '--only', 'second');
  expect(plan.out).toMatch(/^small\.base: 8 of 16 jobs, commit /);
  expect(plan.out).not.toContain('random/first');
  expect(plan.out.split('\n').at(-1)).toMatch(
    /^about .* s of work for 2 job\(s\)(?:, about .* s on \d+ cores)?, from earlier jobs with the same settings; no estimate for 5 more, which no job is similar to$/,
  );
  const whole = await project.cli('run', 'small');
  expect(whole.err).toContain('14 jobs executed, 2 from the store, 0 failed');
  expect(whole.err).toContain('lock: manifests/tests/small.lock.json written');
});

test('a report whose jobs are all of the part is written as a whole run writes it', async () => {
  const project = await TestProject.create();
  const file = 'manifests/tests/small.yaml';
  const searches =
    '  searches:\n    title: Search cost\n    rows: method\n    columns:\n      - { metric: cost.multiplyAdds, stage: search }\n';
  project.write(file, project.read(file).replace('reports:\n', `reports:\n${searches}`));
  await project.commit('searches');
  const part = await project.cli('run', 'small', '--only', 'search');
  expect(part.out).toContain('Search cost (textures10)');
  expect(part.err).toContain('reports not written, since --only left out jobs that they read: main');
  const written = project.reports('small.base');
  expect(Object.keys(written)).not.toContain('main.md');
  await project.cli('run', 'small');
  expect(project.reports('small.base')).toMatchObject(written);
});

test('a run of a part keeps what the latest run said of the rest', async () => {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  const before = JSON.parse(project.read('artifacts/latest/small.base.json')).jobs;
  await project.cli('run', 'small', '--only', 'search');
  expect(JSON.parse(project.read('artifacts/latest/small.base.json')).jobs).toEqual(before);
});

test('an unknown part is refused with the names there are', async () => {
  const project = await TestProject.create();
  for (const command of ['run', 'plan']) {
    expect(await project.cli(command, 'small', '--only', 'serach')).toEqual({
      code: 2,
      out: '',
      err:
        'error: wrong --only\n' +
        '  expected a method, stage or seed set (methods random; stages search, retrain, evaluate; seed sets first, second), found "serach"\n' +
        '  help: did you mean "search"?',
    });
  }
});
