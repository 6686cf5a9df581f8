/** The catalogue that the runner knows and the loaders that a worker has speak of the same data sets. */
import { expect, test } from 'vitest';
import { dataLoader, dataNames } from '../../experiments/registry/data.ts';
import { DataCache } from '../../experiments/task/data-cache.ts';
import { type DataSetInfo, dataSets } from '../../schemas/data.ts';

const sets: readonly DataSetInfo[] = Object.values(dataSets);

test('every data set has a loader, and every loader a data set', () => {
  expect([...dataNames].sort()).toEqual(sets.map(({ name }) => name).sort());
});

test.each(sets)(
  '$name loads what the catalogue says, and nothing else',
  async ({ name, kind, generated }) => {
    for (const other of ['images', 'text', 'table'] as const) {
      expect((await dataLoader(name, other))?.kind).toBe(other === kind ? kind : undefined);
    }
    if (!generated) {
      const loaded = await new DataCache(dataLoader).load(kind, name, null);
      const message = expect.stringMatching(/^The job names no folder for (data set|the table) /);
      expect(loaded).toMatchObject({ ok: false, failures: [{ reason: 'job-refused', message }] });
    }
  },
);

test.each(sets.filter(({ generated }) => generated))('$name is generated once for many jobs', async (set) => {
  const cache = new DataCache(dataLoader);
  const [first, second] = [
    await cache.load(set.kind, set.name, null),
    await cache.load(set.kind, set.name, null),
  ];
  if (!first.ok || !second.ok) throw new Error('refused');
  expect(second.value).toBe(first.value);
});

test('a name that is none is refused', async () => {
  expect(await new DataCache(dataLoader).load('images', 'mnist', null)).toEqual({
    ok: false,
    failures: [{ reason: 'job-refused', message: 'This version has no images data mnist' }],
  });
});
