/** What every registered task must hold, and what the runner's catalogues say of tasks. */
import { expect, test } from 'vitest';
import type { Nasbench101Table } from '../../experiments/benchmark/nasbench101-table.ts';
import { loadSpace, spaceNames } from '../../experiments/registry/spaces.ts';
import { loadTask, taskKinds } from '../../experiments/registry/tasks.ts';
import type { TaskModule } from '../../experiments/task/module.ts';
import type { TableSpace } from '../../experiments/task/tabular-benchmark/space.ts';
import { spaceSettings, tasksFit } from '../../schemas/fit.ts';
import { type MetricInfo, metricCatalog } from '../../schemas/metrics.ts';

const tasks = await Promise.all(
  taskKinds.map(async (kind): Promise<[string, TaskModule]> => {
    const task = await loadTask(kind);
    if (!task) throw new Error(`${kind} does not load`);
    return [kind, task];
  }),
);
const catalog: Readonly<Record<string, MetricInfo>> = metricCatalog;
/** What reports know of a task's scores: what it declares itself, or the catalogue. */
const knownOf = ({ metrics }: TaskModule): Readonly<Record<string, MetricInfo>> =>
  metrics ? Object.fromEntries(metrics.map(({ name, ...info }) => [name, info])) : catalog;

test.each(tasks)('%s says its own name, what it is and what it reads', (kind, task) => {
  expect(task.kind).toBe(kind);
  expect(task.description).toMatch(/^[A-Z].{10,}\.$/);
  expect(tasksFit).toMatchObject({
    [kind]: { data: task.data, stages: ['search', ...(task.stage ? [task.stage.kind] : [])] },
  });
});

test.each(tasks)('the scores of %s are known to reports as it declares them', (_, task) => {
  const known = knownOf(task);
  for (const { name, splits, worst: _, ...declared } of task.scores) {
    for (const split of splits) expect(known[`${split}.${name}`]).toMatchObject(declared);
  }
});

test('every metric of a split is a score of some task that declares no metrics of its own', () => {
  const declared = tasks.flatMap(([, { scores, metrics }]) =>
    (metrics ? [] : scores).flatMap(({ name, splits }) => splits.map((split) => `${split}.${name}`)),
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

/** Every space with what it says of one task, where it says anything. */
const spacesIn = async (task: 'image-classification' | 'tabular-benchmark') =>
  (
    await Promise.all(
      spaceNames.map(async (name) => {
        const space = await loadSpace({ name });
        if (!space.ok) throw new Error(`${name} does not load`);
        return { name, part: await space.value.tasks[task]?.() };
      }),
    )
  ).filter(({ part }) => part !== undefined);

test('what the runner says of the spaces that rank cells, and of those that count edges, they say themselves', async () => {
  const images = await spacesIn('image-classification');
  const ranking = images.filter(({ part }) => part && 'sharedWeights' in part).map(({ name }) => name);
  expect(spaceSettings['image-classification']?.['rankedAfter']?.spaces).toEqual(ranking);
  expect(images.length).toBeGreaterThan(ranking.length);

  const tables = await spacesIn('tabular-benchmark');
  const counting = tables.filter(({ part }) => part && 'searched' in part && readsEdges(part));
  expect(spaceSettings['tabular-benchmark']?.['edges']?.spaces).toEqual(counting.map(({ name }) => name));
  expect(tables.length).toBeGreaterThan(counting.length);
});

test('what a setting is where no space heeds it is its default', () => {
  for (const [kind, task] of tasks) {
    const [, rules = {}] = Object.entries(spaceSettings).find(([name]) => name === kind) ?? [];
    for (const [name, { unheeded }] of Object.entries(rules)) {
      expect(task.written?.settings[name]?.default, `${kind}.${name}`).toEqual(unheeded);
    }
  }
  expect(Object.keys(spaceSettings).length).toBeGreaterThan(0);
});

/** Whether a space looks at the rule of edges where no table narrows it down. */
function readsEdges(space: TableSpace<unknown>): boolean {
  let isRead = false;
  space.searched({ largestCell: 7 } as Nasbench101Table, {
    redraw: false,
    get edges(): 'after-pruning' {
      isRead = true;
      return 'after-pruning';
    },
  });
  return isRead;
}
