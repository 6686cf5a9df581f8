/** What every registered space must hold, so that none can be added without it. */
import { describe, expect, test } from 'vitest';
import { loadSpace, spaceNames } from '../../../experiments/registry/spaces.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { isInRange, sampleConfiguration } from '../../../experiments/space/config-space.ts';
import type { SpaceModule } from '../../../experiments/space/module.ts';
import { describeSpace } from './describe-space.ts';

const spaces = await Promise.all(
  spaceNames.map(async (name): Promise<[string, SpaceModule<unknown>]> => {
    const space = await loadSpace({ name });
    if (!space.ok) throw new Error(`${name} does not load`);
    return [name, space.value];
  }),
);

/** Spaces that are larger than their papers print: that of ENAS counts the operations of a cell once, not for each node. */
const undercounted: ReadonlySet<string> = new Set(['enas-micro']);

const sampled = <A>(space: SpaceModule<A>, seed: number, count = 20): readonly A[] =>
  Array.from({ length: count }, (_, i) => space.sample(draws(split(key(seed), i))));

for (const [name, space] of spaces) describeSpace(name, space);

describe.each(spaces)('%s', (name, space) => {
  test('says its own name, what it is and who proposed it', () => {
    expect(space.name).toBe(name);
    expect(space.sentence).toMatch(/^[A-Z0-9].{20,}\.$/);
    expect(space.source).toMatch(/ \d{4}, /);
  });

  test('a file gives an architecture back, under the same id', () => {
    for (const architecture of sampled(space, 11)) {
      const genotype = space.genotypeOf(architecture);
      const id = space.id(architecture);
      expect(space.genotypeId(genotype)).toBe(id);
      const read = space.read(JSON.parse(JSON.stringify(genotype)));
      expect(read).toEqual({ ok: true, value: genotype });
      // As a job writes it, too.
      expect(space.read({ space: name, id, genotype })).toEqual(read);
    }
  });

  test('what is no architecture is refused at its place', () => {
    const other = { space: 'another', id: '', genotype: space.genotypeOf(space.sample(draws(key(1)))) };
    for (const value of [null, 3, 'text', [], {}, other]) {
      const read = space.read(value);
      expect(read.ok).toBe(false);
      for (const problem of read.ok ? [] : read.failures) {
        expect(problem).toMatchObject({ path: expect.any(Array), expected: expect.stringMatching(/./) });
      }
    }
  });

  test('published architectures are read back, and no two are one network', () => {
    const examples = Object.values(space.examples);
    for (const example of examples) expect(space.read(example)).toEqual({ ok: true, value: example });
    expect(new Set(examples.map((example) => space.genotypeId(example))).size).toBe(examples.length);
  });

  test('independent parameters have different names, and whatever they decode to has an id', () => {
    const { config } = space;
    expect(new Set(config.parameters.map((parameter) => parameter.name)).size).toBe(config.parameters.length);
    const ids = new Set<string>();
    for (let i = 0; i < 200; i += 1) {
      const configuration = sampleConfiguration(config, draws(split(key(5), i)));
      expect(configuration.every((value, p) => isInRange(config.parameters[p] ?? fail(), value))).toBe(true);
      const architecture = config.decode(configuration);
      const isValid = config.isValid?.(configuration) ?? true;
      if (isValid) expect(space.validate(architecture)).toEqual([]);
      ids.add(space.id(architecture));
    }
    expect(ids.size).toBeGreaterThan(100);
  });

  test('its description tells the id, a size and a picture of an architecture', async () => {
    const { describe: tell, options } = await space.description();
    for (const architecture of sampled(space, 12, 5)) {
      const value = space.genotypeOf(architecture);
      const answer = tell({ value }, {});
      if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
      expect(answer.json).toMatchObject({ space: name, id: space.id(architecture) });
      const { parameters, multiplyAdds } = answer.json as Record<string, unknown>;
      expect([parameters, multiplyAdds].every((count) => Number.isSafeInteger(count))).toBe(true);
      for (const graph of answer.picture?.graphs ?? []) expect(graph.nodes.length).toBeGreaterThan(1);
      expect(answer.picture?.graphs.length).toBeGreaterThan(0);
    }
    for (const law of Object.values(options)) expect(law.text).toMatch(/./);
    expect(tell({ name: 'nobody' }, {})).toMatchObject({
      ok: false,
      problems: [{ argument: '<architecture>' }],
    });
  });

  test('its description tells the published size', async () => {
    const { size } = await space.description();
    expect(size({})).toMatchObject({ json: { space: name, count: exact(space.publishedCount) } });
    expect(size({ nonsense: true })).toMatchObject({ ok: false, problems: [{ argument: '--nonsense' }] });
    if (!undercounted.has(name)) expect(space.count).toBeLessThanOrEqual(space.publishedCount);
  });

  test('it supports a task, and each loads', async () => {
    const supports = Object.entries(space.tasks);
    expect(supports.length).toBeGreaterThan(0);
    for (const [, load] of supports) expect(await load()).toBeTypeOf('object');
  });
});

test('names of the language are no spaces', async () => {
  expect(await loadSpace({ name: 'constructor' })).toMatchObject({ ok: false });
  expect(await loadSpace({ name: 'nasbench1shot1' })).toMatchObject({ ok: false });
});

const exact = (count: bigint): number | string =>
  count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);

function fail(): never {
  throw new Error('no such parameter');
}
