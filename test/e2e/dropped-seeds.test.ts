import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const file = 'manifests/tests/small.yaml';
const warnings = (err: string): string[] => err.split('\n').filter((line) => line.includes('warning:'));

async function withSeeds(project: TestProject, seeds: string): Promise<string[]> {
  project.write(file, project.read(file).replace(/first: \[.*\]/, `first: [${seeds}]`));
  await project.commit(`seeds ${seeds}`);
  const { code, err } = await project.cli('run', 'small', '--update-lock');
  expect(code).toBe(0);
  await project.commit('lock');
  return warnings(err);
}

test('a run warns of each seed that the manifest had and has no more, however long ago, until it is back', async () => {
  const project = await TestProject.create();
  expect(await withSeeds(project, '1, 2, 7, 9')).toEqual([]);
  const about = (seed: number) =>
    `warning: the manifest has seed ${seed} no more, but 2 job(s) were computed with it, first random/first/search/s${seed}; ` +
    'whoever leaves out a seed after seeing its results chooses them: put it back, or tell your readers';
  expect(await withSeeds(project, '1, 2, 9')).toEqual([about(7)]);
  // The lock and the latest run say nothing of seed 7 any more; the journals do.
  expect(await withSeeds(project, '1, 2')).toEqual([about(7), about(9)]);
  expect(await withSeeds(project, '1, 2, 7, 9')).toEqual([]);
});

test('a set that grows drops no seed, though a stage with more seeds than the set has had others', async () => {
  const project = await TestProject.create();
  expect(await withSeeds(project, '1, 5')).toEqual([]);
  expect(await withSeeds(project, '1, 5, 9')).toEqual([]);
});

test('another method, stage name or profile drops no seed', async () => {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  await project.commit('lock');
  project.write(
    file,
    project
      .read(file)
      .replaceAll(' retrain', ' again')
      .replace('  random: {', '  other: {')
      .replace('random: { test', 'other: { test')
      .replace('methods.random', 'methods.other'),
  );
  await project.commit('names');
  for (const profile of [[], ['-p', 'tiny']]) {
    const { code, err } = await project.cli('run', 'small', ...profile);
    expect([code, warnings(err)]).toEqual([0, []]);
  }
});
