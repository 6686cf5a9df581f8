/** What `reprise arch` and `reprise space` say of recurrent genotypes: the language model in numbers. */
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { exactly, grouped, sizes } from '../answer.ts';
import { asked } from '../asked.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { readOptions } from '../options.ts';
import { describeCell, languageModelLaws } from './describe-cell.ts';
import { rnnGenotypeId } from './genotype.ts';
import { rnnExamples } from './named.ts';
import { readRnnGenotype } from './read.ts';
import { dartsRnn } from './space.ts';

const laws = languageModelLaws(850);

const describeGenotype = (given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer =>
  describeCell(
    asked(readOptions(options, laws, 'space darts-rnn'), givenGenotype(given, rnnExamples, readRnnGenotype)),
    { space: 'darts-rnn', name: 'name' in given ? given.name : null, id: rnnGenotypeId },
  );

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
