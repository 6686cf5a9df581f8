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
    'lock: not written, since --only left out 14 of 16 jobs',
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

test('a part is held against a lock job by job, and one that contradicts it fails', async () => {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  await project.commit('lock');
  const part = ['run', 'small', '--only', 'search', '--only', 'first'];
  expect((await project.cli(...part)).err.split('\n').at(-1)).toBe(
    'lock: not written, since --only left out 14 of 16 jobs; 2 of the others are as the lock has them',
  );
  const label = 'random/first/search/s1';
  await project.cli('gc', '--forget', label);
  project.control.order({ [label]: ['finish', 'other'] });
  const other = await project.cli(...part);
  expect(other.code).toBe(1);
  expect(other.err).toContain(
    'error: not reproduced: manifests/tests/small.lock.json says otherwise than this run found in 2 place(s)\n' +
      `    ${label}: other bytes in architecture.json, metrics.json, weights.bin\n`,
  );
  expect(other.err).toContain('or accept a run without --only with --update-lock');
  expect(await project.git('status', '--porcelain')).toBe('');
  expect((await project.cli('run', 'small', '--only', 'second')).code).toBe(0);
});

test('jobs that are the same computation share a record, a failure and a repair', async () => {
  const project = await TestProject.create();
  const file = 'manifests/tests/small.yaml';
  const random = / {2}random: \{ kind: random, evaluations: 2, (.*)\n/;
  project.write(
    file,
    project
      .read(file)
      .replace(
        random,
        '  twin: { kind: random, evaluations: 2, $1\n  random: { kind: random, matrix: { evaluations: [1, 2] }, evaluations: 2, $1\n',
      ),
  );
  await project.commit('twin');
  const [twin, same] = ['twin/first/search/s1', 'random[evaluations=2]/first/search/s1'];
  project.control.order({ [twin]: 'throw' });
  const failed = await project.cli('run', 'small');
  expect(failed.code).toBe(1);
  for (const label of [twin, same])
    expect(failed.err).toContain(`error: ${label}: an unexpected error: boom`);
  expect((await project.cli('plan', 'small')).out).toContain(`${same}  (the same computation as ${twin})`);
  project.control.order({});
  expect((await project.cli('run', 'small')).code).toBe(0);
  await project.commit('lock');
  // Of all jobs only the one that failed was started twice, and none under its second name.
  const started = project.control.started();
  expect(started.filter((label) => label === twin)).toHaveLength(2);
  expect(started.filter((label) => label.startsWith('random[evaluations=2]'))).toEqual([]);
  const { jobs } = JSON.parse(project.read('manifests/tests/small.lock.json')).profiles.base;
  expect(jobs[same]).toEqual(jobs[twin]);

  // The record names the first of them, and each may be called by its own name.
  expect(await project.cli('gc', '--forget', same)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`forgotten  ${twin}  `),
    err: `1 record moved to quarantine; the next run computes this job again, which is also ${same}`,
  });
  project.control.order({ [twin]: ['finish', 'finish', 'other'] });
  expect((await project.cli('run', 'small', '--only', 'twin')).code).toBe(1);
  const held = await project.cli('fsck', '--lock', 'small');
  for (const label of [twin, same])
    expect(held.out).toContain(` of ${label}: the lock of small (base) has other`);
  expect(held.err).toContain('1 record(s) and 0 report file(s) contradict the lock of small');
  project.control.order({});
  expect((await project.cli('run', 'small', '--only', 'random')).code).toBe(0);
  expect((await project.cli('run', 'small')).err).toContain('holds, every digest is equal');
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
