/** What `reprise arch` and `reprise space` say of recurrent genotypes: the language model in numbers. */
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { exactly, grouped, sizes } from '../answer.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { integer, readOptions } from '../options.ts';
import { countRnn } from './counts.ts';
import { drawRnn } from './drawing.ts';
import { rnnGenotypeId } from './genotype.ts';
import { rnnExamples } from './named.ts';
import { readRnnGenotype } from './read.ts';
import { dartsRnn } from './space.ts';

/** Penn Treebank in the published evaluation. */
const laws = {
  vocabulary: integer('words', [1, 10_000_000], 10_000, 'number of words'),
  width: integer('numbers', [1, 100_000], 850, 'width of embedding and hidden state'),
} as const;

function describeGenotype(given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer {
  const values = readOptions(options, laws, 'space darts-rnn');
  const genotype = givenGenotype(given, rnnExamples, readRnnGenotype);
  if (!values.ok || !genotype.ok) {
    const problems = [...(values.ok ? [] : values.failures), ...(genotype.ok ? [] : genotype.failures)];
    return { ok: false, problems };
  }
  const { vocabulary, width } = values.value;
  const { parameters, multiplyAdds } = countRnn(genotype.value, { vocabulary, width });
  const id = rnnGenotypeId(genotype.value);
  const name = 'name' in given ? given.name : null;
  return {
    ok: true,
    json: {
      space: 'darts-rnn',
      name,
      id,
      parameters,
      multiplyAdds,
      network: { vocabulary, width },
      genotype: { ...genotype.value },
    },
    rows: [
      ['space', 'darts-rnn'],
      ...(name === null ? [] : [['name', name]]),
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', `${grouped(multiplyAdds)} for each token`],
      ['network', `${grouped(vocabulary)} words, ${width} wide, embedding and decoder tied`],
    ],
    picture: drawRnn(genotype.value, name),
  };
}

const noOptions = {} as const;

function describeSize(options: QueryOptions): SizeAnswer {
  const read = readOptions(options, noOptions, 'space darts-rnn');
  if (!read.ok) return { ok: false, problems: read.failures };
  const { count } = dartsRnn;
  return {
    ok: true,
    json: { space: 'darts-rnn', ...sizes(count), cells: exactly(count) },
    rows: [
      ['space', 'darts-rnn'],
      ['architectures', grouped(count)],
    ],
  };
}

export const description: SpaceDescription = {
  options: laws,
  describe: describeGenotype,
  sizeOptions: noOptions,
  size: describeSize,
};
