/** The genotypes and sizes of search spaces are those of the official codes, as test/fixtures/README.md names them. */
import { expect, test } from 'vitest';
import { namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import { cellCount } from '../../../experiments/space/darts-cnn/space.ts';
import { namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import { dartsRnn } from '../../../experiments/space/darts-rnn/space.ts';
import { readFixture } from '../../util/fixtures.ts';

interface Published {
  readonly genotypes_cnn: Readonly<Record<string, object>>;
  readonly genotypes_rnn: Readonly<Record<string, object>>;
  readonly search_space_sizes: Readonly<Record<string, number | string>>;
}

const {
  genotypes_cnn,
  genotypes_rnn,
  search_space_sizes: sizes,
}: Published = readFixture('oracles/darts.json');

const withoutSource = ({ source: _, ...genotype }: { readonly source?: string }): object => genotype;

test.each(Object.entries(genotypes_cnn))('convolutional cells %s', (name, genotype) => {
  expect(namedGenotypes).toMatchObject({ [name]: withoutSource(genotype) });
});

test.each(Object.entries(genotypes_rnn))('recurrent cell %s', (name, genotype) => {
  const ours = name === 'RSWS_best' ? 'RSWS' : name;
  expect(namedRnn).toMatchObject({ [ours]: { genotype: withoutSource(genotype) } });
});

test('sizes', () => {
  expect(Number(cellCount('without-none'))).toBe(sizes['DARTS_cell_discrete']);
  expect(Number(cellCount('with-none'))).toBe(sizes['RSWS_cell_with_none_unordered']);
  expect(Number(dartsRnn.count)).toBe(sizes['RNN_cell']);
});
