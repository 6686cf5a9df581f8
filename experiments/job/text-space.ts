/** What the text jobs need to know about the space of recurrent cells. */
import { rnnGenotypeId } from '../space/darts-rnn/genotype.ts';
import { readRnnGenotype } from '../space/darts-rnn/read.ts';
import { problemsOf } from './genotype-problems.ts';
import type { ArchitectureReader } from './read-architecture.ts';

export const dartsRnnText: ArchitectureReader<'darts-rnn'> = {
  name: 'darts-rnn',
  problems: (value) => problemsOf(readRnnGenotype(value)),
  id: rnnGenotypeId,
};
