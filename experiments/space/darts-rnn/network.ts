/** Language models of recurrent cells in language modelling. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import { type CellMode, LanguageModel } from '../../model/rnn/language-model.ts';
import { withCell } from '../../model/rnn/recurrent-model.ts';
import type { TextSpace } from '../../task/language/space.ts';
import { trainFromScratch, wordsToProcess } from '../../task/language/train-from-scratch.ts';
import { countRnn } from './counts.ts';

export const text: TextSpace<RnnGenotype> = {
  model(genotype, shape) {
    const { parameters, multiplyAdds } = countRnn(genotype, shape);
    return { parameters, multiplyAdds };
  },
  words: wordsToProcess,
  train: ({ genotype, ...run }) =>
    trainFromScratch(run, {
      build: (shape, key) =>
        withCell<CellMode>(new LanguageModel(shape, genotype.recurrent.length, key), () => ({
          kind: 'path',
          genotype,
        })),
      multiplyAdds: (shape) => countRnn(genotype, shape).multiplyAdds,
    }),
};
