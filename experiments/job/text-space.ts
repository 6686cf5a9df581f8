/** What the text jobs need to know about the space of recurrent cells. */
import { readRnnGenotype } from '../query/read-genotype.ts';
import { rnnGenotypeId } from '../space/darts-rnn/genotype.ts';
import { problemsOf } from './genotype-problems.ts';
import type { ArchitectureReader } from './read-architecture.ts';

export const dartsRnnText: ArchitectureReader<'darts-rnn'> = {
  name: 'darts-rnn',
  // Published cells of other sizes are trained as well.
  problems: (value) => problemsOf(readRnnGenotype(value)),
  id: rnnGenotypeId,
};
