/** What every registered task must hold, and what the runner's catalogues say of tasks. */
import { expect, test } from 'vitest';
import { loadSpace, spaceNames } from '../../experiments/registry/spaces.ts';
import { loadTask, taskKinds } from '../../experiments/registry/tasks.ts';
import type { TaskModule } from '../../experiments/task/module.ts';
import { tasksFit } from '../../schemas/fit.ts';
import { type MetricInfo, metricCatalog } from '../../schemas/metrics.ts';

const tasks = await Promise.all(
  taskKinds.map(async (kind): Promise<[string, TaskModule]> => {
    const task = await loadTask(kind);
    if (!task) throw new Error(`${kind} does not load`);
    return [kind, task];
  }),
);
const catalog: Readonly<Record<string, MetricInfo>> = metricCatalog;

test.each(tasks)('%s says its own name, what it is and what it reads', (kind, task) => {
  expect(task.kind).toBe(kind);
  expect(task.description).toMatch(/^[A-Z].{10,}\.$/);
  expect(tasksFit).toMatchObject({
    [kind]: { data: task.data, stages: ['search', ...(task.stage ? [task.stage.kind] : [])] },
  });
});

test.each(tasks)('the scores of %s are in the catalogue of metrics as it declares them', (_, task) => {
  for (const { name, splits, worst: _, ...declared } of task.scores) {
    for (const split of splits) expect(catalog[`${split}.${name}`]).toMatchObject(declared);
  }
});

test('every metric of a split is a score of some task', () => {
  const declared = tasks.flatMap(([, { scores }]) =>
    scores.flatMap(({ name, splits }) => splits.map((split) => `${split}.${name}`)),
  );
  const measured = Object.keys(catalog).filter((name) => /^(validation|test)\./.test(name));
  expect([...new Set(declared)].sort()).toEqual(measured.sort());
});

test.each(tasks)('some space has what %s asks of one', async (kind) => {
  const supports = await Promise.all(
    spaceNames.map(async (name) => {
      const space = await loadSpace({ name });
      return space.ok && [...Object.keys(space.value.tasks), ...space.value.triedIn].includes(kind);
    }),
  );
  expect(supports).toContain(true);
});

test('names of the language are no tasks', async () => {
  expect(await loadTask('constructor')).toBeUndefined();
});
