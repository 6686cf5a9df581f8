/** Whether a language model can be trained in the memory of the engine. */
import { memoryProblem } from '../../engine/memory.ts';

interface Sizes {
  readonly batchSize: number;
  /** Words of a minibatch that follow each other. */
  readonly unroll: number;
}

/** The decoder scores every word of the vocabulary for every word of a minibatch: by far the largest tensor. */
export const languageMemoryProblem = ({ batchSize, unroll }: Sizes, vocabulary: number) =>
  memoryProblem({
    name: `the decoder's scores of ${vocabulary} words at ${unroll} places`,
    batchSize,
    perExample: unroll * vocabulary,
    settings: 'unroll',
  });
