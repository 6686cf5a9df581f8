/** What `reprise arch` and `reprise space` say of recurrent cells: the language model in numbers, and how many cells there are. */
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { exactly, grouped, sizes } from '../answer.ts';
import { asked } from '../asked.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { choice, integer, readOptions } from '../options.ts';
import { baseOfGenotype, type NasRnnGenotype } from './cell.ts';
import { decisionCount, networkCount } from './cell-count.ts';
import { countNasLanguageModel, layers } from './counts.ts';
import { drawNasRnn } from './drawing.ts';
import { genotypeId } from './genotype.ts';
import { namedCells } from './named.ts';
import { readNasRnn } from './read.ts';
import { bases, usualBase } from './tree.ts';
import type { Words } from './words.ts';

/** Penn Treebank. With this width there are 32 million parameters with two embeddings and 25 with one, as published. */
const laws = {
  vocabulary: integer('words', [1, 10_000_000], 10_000, 'number of words'),
  width: integer('numbers', [1, 100_000], 740, 'width of embedding and layers'),
  embeddings: choice(['shared', 'separate'], 'of the words that are read and of those that are predicted'),
} as const;

function describeCell(
  space: string,
  words: Words,
  given: GivenArchitecture,
  options: QueryOptions,
): ArchitectureAnswer {
  const read = asked(
    readOptions(options, laws, `space ${space}`),
    givenGenotype<NasRnnGenotype>(given, namedCells, (value) => readNasRnn(value, space, words)),
  );
  if (!read.ok) return { ok: false, problems: read.failures };
  const { values, genotype } = read.value;
  const { vocabulary, width, embeddings } = values;
  const base = baseOfGenotype(genotype);
  const { parameters, multiplyAdds } = countNasLanguageModel(
    base,
    { vocabulary, width },
    embeddings === 'shared',
  );
  const id = genotypeId(genotype);
  const name = 'name' in given ? given.name : null;
  return {
    ok: true,
    json: {
      ...{ space, name, id, parameters, multiplyAdds, base },
      network: { vocabulary, width, layers, embeddings },
      genotype: { ...genotype },
    },
    rows: [
      ['space', space],
      ...(name === null ? [] : [['name', name]]),
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', `${grouped(multiplyAdds)} for each token`],
      [
        'network',
        `${layers} layers, ${grouped(vocabulary)} words, ${width} wide, ${embeddings} embeddings, base ${base}`,
      ],
    ],
    picture: drawNasRnn(genotype, name),
  };
}

const sizeLaws = {
  base: integer('leaves', [bases.least, bases.most], usualBase, 'leaves of the tree'),
} as const;

function describeSize(space: string, words: Words, options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeLaws, `space ${space}`);
  if (!read.ok) return { ok: false, problems: read.failures };
  const { base } = read.value;
  const [decisions, networks] = [decisionCount(base, words), networkCount(base, words)];
  return {
    ok: true,
    json: { space, ...sizes(decisions), base, networks: exactly(networks) },
    rows: [
      ['space', space],
      ['architectures', grouped(decisions), `cells of base ${base}`],
      ['different networks', grouped(networks), 'orders of inputs told apart no more'],
    ],
  };
}

export const descriptionOf = (space: string, words: Words): SpaceDescription => ({
  options: laws,
  describe: (given, options) => describeCell(space, words, given, options),
  sizeOptions: sizeLaws,
  size: (options) => describeSize(space, words, options),
});
