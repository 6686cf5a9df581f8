import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

async function realProject(): Promise<TestProject> {
  const project = await TestProject.create();
  project.useRealWorker();
  project.write('manifests/tests/real.yaml', readFileSync('test/fixtures/real.yaml', 'utf8'));
  await project.commit('real');
  return project;
}

test('real networks: one worker or two, another folder, time zone and locale give the same bytes', async () => {
  const [one, two] = [await realProject(), await realProject()];
  const first = await one.start(['run', 'real', '-j', '1']);
  const second = await two.start(['run', 'real', '-j', '2'], {
    TZ: 'America/St_Johns',
    LANG: 'de_DE.UTF-8',
    LC_ALL: 'de_DE.UTF-8',
  });
  expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
  expect(first.stderr).toContain('8 jobs executed, 0 from the store, 0 failed');
  // The lock holds the digest of every output, weights included.
  expect(two.read('manifests/tests/real.lock.json')).toBe(one.read('manifests/tests/real.lock.json'));
  expect(two.reports('real.base')).toEqual(one.reports('real.base'));
}, 180_000);

test('real networks: a rerun of the locked commit is bitwise equal', async () => {
  const project = await realProject();
  await project.cli('run', 'real');
  await project.commit('lock');
  const { code, err } = await project.cli('rerun', 'real');
  expect(err).toContain('8 jobs of commit');
  expect(err).toContain('every digest is equal');
  expect(code).toBe(0);
}, 180_000);
