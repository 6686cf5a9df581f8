import { describe, expect, test } from 'vitest';
import { loadSpace } from '../../../experiments/registry/spaces.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { isInRange, sampleConfiguration } from '../../../experiments/space/config-space.ts';
import { describeSpace } from '../space/describe-space.ts';
import { examples } from './spaces.ts';

const spaces = await Promise.all(
  examples.map(async ({ title, written }) => {
    const space = await loadSpace({ name: 'declared', ...(written as object) });
    if (!space.ok) throw new Error(JSON.stringify(space.failures));
    return [title, space.value] as const;
  }),
);

for (const [title, space] of spaces) describeSpace(title, space);

describe.each(spaces)('%s', (_, space) => {
  const sampled = (seed: number, count = 20) =>
    Array.from({ length: count }, (_, i) => space.sample(draws(split(key(seed), i))));

  test('a file gives an architecture back, under the same id', () => {
    for (const architecture of sampled(11)) {
      const genotype = space.genotypeOf(architecture);
      const id = space.id(architecture);
      const read = space.read(JSON.parse(JSON.stringify(genotype)));
      expect(read).toEqual({ ok: true, value: genotype });
      expect(space.read({ space: 'declared', id, genotype })).toEqual(read);
    }
  });

  test('what is no architecture is refused at its place', () => {
    for (const value of [
      null,
      3,
      'text',
      [],
      {},
      { space: 'another', genotype: space.sample(draws(key(1))) },
    ]) {
      const read = space.read(value);
      expect(read.ok).toBe(false);
      for (const problem of read.ok ? [] : read.failures) {
        expect(problem).toMatchObject({ path: expect.any(Array), expected: expect.stringMatching(/./) });
      }
    }
  });

  test('every configuration decodes to what has an id, and is valid exactly when it says so', () => {
    const { config } = space;
    expect(new Set(config.parameters.map(({ name }) => name)).size).toBe(config.parameters.length);
    for (let i = 0; i < 200; i += 1) {
      const configuration = sampleConfiguration(config, draws(split(key(5), i)));
      expect(
        config.parameters.every((parameter, p) => isInRange(parameter, configuration[p] ?? Number.NaN)),
      ).toBe(true);
      const architecture = config.decode(configuration);
      expect(config.id?.(configuration)).toBe(space.id(architecture));
      expect(space.validate(architecture).length === 0).toBe(config.isValid?.(configuration));
    }
  });

  test('what takes no part does not change the architecture', () => {
    const { config } = space;
    for (let i = 0; i < 50; i += 1) {
      const source = draws(split(key(6), i));
      const configuration = sampleConfiguration(config, source);
      const other = sampleConfiguration(config, source);
      const isActive = config.isActive?.(configuration) ?? [];
      const mixed = configuration.map((value, p) => (isActive[p] ? value : (other[p] ?? value)));
      expect(config.decode(mixed)).toEqual(config.decode(configuration));
    }
  });

  test('a chain of mutations stays in the space', () => {
    const source = draws(key(9));
    let architecture = space.sample(source);
    for (let i = 0; i < 50; i += 1) {
      const next = space.mutate(architecture, source);
      expect(space.validate(next)).toEqual([]);
      expect(space.id(next)).not.toBe(space.id(architecture));
      architecture = next;
    }
  });

  test('its description tells the id, a size and a picture of the cells', async () => {
    const { describe: tell, size } = await space.description();
    const value = space.sample(draws(key(12)));
    expect(tell({ value }, {})).toMatchObject({ ok: true, json: { space: 'declared', id: space.id(value) } });
    expect(tell({ name: 'nobody' }, {})).toMatchObject({
      ok: false,
      problems: [{ argument: '<architecture>' }],
    });
    expect(size({ samples: '2' })).toMatchObject({ ok: true, json: { samples: [{}, {}] } });
    expect(size({ nonsense: true })).toMatchObject({ ok: false, problems: [{ argument: '--nonsense' }] });
  });
});
