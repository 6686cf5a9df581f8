import { describe, expect, test } from 'vitest';
import { describeArchitecture } from '../../../architectures/arch.ts';
import { type GenotypeName, namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import type { QueryAnswer, QueryOptions } from '../../../schemas/query.ts';
import { readFixture } from '../../util/fixtures.ts';

interface Network {
  readonly genotype: GenotypeName;
  readonly stem: 'cifar' | 'imagenet';
  readonly channels: number;
  readonly layers: number;
  readonly classes: number;
  readonly input: number;
  readonly parameters: number;
  readonly withAuxiliary: number | null;
  readonly multiplyAdds: number | null;
  readonly normalised: number | null;
  readonly rectified: number | null;
}

interface Oracles {
  readonly networks: readonly Network[];
  readonly extraNormalisation: Omit<Network, 'stem' | 'channels' | 'layers' | 'classes' | 'input'>;
  readonly publishedMillions: readonly { readonly genotype: GenotypeName; readonly withElements: number }[];
  readonly recurrent: readonly (readonly [string, number, number, number])[];
}

const oracles: Oracles = readFixture('query-networks.json');

function numbers(answer: QueryAnswer): Record<string, unknown> {
  if (!answer.ok || !('json' in answer)) throw new Error(JSON.stringify(answer));
  return answer.json as Record<string, unknown>;
}

const cnn = async (name: string, options: QueryOptions): Promise<Record<string, unknown>> =>
  numbers(await describeArchitecture({ name: 'darts-cnn' }, { name }, options, false));

/** The genotypes that the official modules were built of. */
const published: Readonly<Record<string, unknown>> = readFixture('oracles/darts.json').eval_networks;

/** Null: the official modules were not asked. */
const counted = (numbers: Readonly<Record<string, number | null>>): Record<string, number | null> =>
  Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== null));

const optionsOf = ({ stem, channels, layers, classes, input }: Network): QueryOptions => ({
  stem,
  channels: String(channels),
  layers: String(layers),
  classes: String(classes),
  input: String(input),
});

describe('convolutional networks', () => {
  test.each(oracles.networks)(
    '$genotype, $stem stem, C$channels L$layers, $classes classes',
    async (network) => {
      const { parameters, withAuxiliary, multiplyAdds, normalised, rectified } = network;
      const options = optionsOf(network);
      expect(await cnn(network.genotype, options)).toMatchObject(
        counted({ parameters, multiplyAdds, normalisedElements: normalised, rectifiedElements: rectified }),
      );
      expect(await cnn(network.genotype, { ...options, auxiliary: true })).toMatchObject(
        counted({ parameters: withAuxiliary }),
      );
    },
  );

  test.each(Object.keys(published) as GenotypeName[])('%s is counted in full on both stems', (genotype) => {
    const full = oracles.networks.filter(
      (one) => one.genotype === genotype && Object.values(one).every((value) => value !== null),
    );
    expect(full.map(({ stem, channels, layers, classes }) => [stem, channels, layers, classes])).toEqual(
      expect.arrayContaining([
        ['cifar', 36, 20, 10],
        ['imagenet', 48, 14, 1000],
      ]),
    );
  });

  test.each(Object.keys(published) as GenotypeName[])(
    'more classes cost %s a wider classifier alone',
    async (name) => {
      const counts = async (classes: string): Promise<number[]> => {
        const answer = await cnn(name, { classes });
        return [answer['parameters'], answer['multiplyAdds'], answer['multiplyAddsWithElements']].map(Number);
      };
      const features = namedGenotypes[name].normal_concat.length * 4 * 36;
      const more = [90 * (features + 1), 90 * features, 90 * features];
      expect(await counts('100')).toEqual((await counts('10')).map((count, i) => count + (more[i] ?? NaN)));
    },
  );

  test('a normalisation behind every pool and identity', async () => {
    const { genotype, parameters, withAuxiliary, multiplyAdds, normalised, rectified } =
      oracles.extraNormalisation;
    expect(await cnn(genotype, { 'extra-batch-norm': true })).toMatchObject({
      parameters,
      multiplyAdds,
      normalisedElements: normalised,
      rectifiedElements: rectified,
    });
    expect((await cnn(genotype, { 'extra-batch-norm': true, auxiliary: true }))['parameters']).toBe(
      withAuxiliary,
    );
  });

  test.each(oracles.publishedMillions)(
    '$genotype: $withElements million, as published',
    async (published) => {
      const { multiplyAddsWithElements } = await cnn(published.genotype, { stem: 'imagenet' });
      expect(Math.round(Number(multiplyAddsWithElements) / 1e6)).toBe(published.withElements);
    },
  );

  test('the factorised 7x7 convolution strides in one direction after the other', async () => {
    const one = (operation: string) => ({
      normal: [
        ['none', 0],
        ['none', 1],
      ],
      normal_concat: [2],
      reduce: [
        [operation, 0],
        ['none', 1],
      ],
      reduce_concat: [2],
    });
    // One cell, which reduces: 8 channels become 16, 6x6 maps become 3x3.
    const options = { channels: '8', layers: '1', input: '6' };
    const count = async (operation: string) =>
      numbers(await describeArchitecture({ name: 'darts-cnn' }, { value: one(operation) }, options, false));
    const [full, none] = [await count('conv_7x1_1x7'), await count('none')];
    expect(Number(full['parameters']) - Number(none['parameters'])).toBe(2 * 7 * 16 * 16 + 2 * 16);
    expect(Number(full['multiplyAdds']) - Number(none['multiplyAdds'])).toBe(7 * 16 * 16 * (6 * 3 + 3 * 3));
  });

  test('AmoebaNet-A is as large as published', async () => {
    expect((await cnn('AmoebaNet', {}))['parameters']).toBe(3_145_078);
  });

  test('a file gives the numbers and the id of the name, whatever the order of two inputs', async () => {
    const named = await cnn('DARTS_V2', {});
    const { normal, ...rest } = namedGenotypes.DARTS_V2;
    const swapped = [normal[1], normal[0], ...normal.slice(2)];
    const values = [
      { normal, ...rest, source: 'a note' },
      { normal: swapped, ...rest },
      { space: 'darts-cnn', id: 'any', genotype: { normal, ...rest } },
      { normal, ...rest, paper: 'another note' },
      { normal: normal.map(([op, source]) => ({ op, source, weight: 0.5 })), ...rest },
    ];
    for (const value of values) {
      const { id, parameters } = numbers(
        await describeArchitecture({ name: 'darts-cnn' }, { value }, {}, false),
      );
      expect([id, parameters]).toEqual([named['id'], named['parameters']]);
    }
  });
});

describe('recurrent networks', () => {
  test.each(oracles.recurrent)('%s with %i words, %i wide', async (name, vocabulary, width, parameters) => {
    const options = { vocabulary: String(vocabulary), width: String(width) };
    expect(
      numbers(await describeArchitecture({ name: 'darts-rnn' }, { name }, options, false))['parameters'],
    ).toBe(parameters);
  });
});
