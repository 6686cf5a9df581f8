/**
 * Language models of two layers of a tree cell in language modelling, trained as the recurrent cells of DARTS are: the paper's
 * own schedule and its grid search over rates are not given as numbers.
 */
import { TreeLanguageModel } from '../../model/rnn/tree/tree-language-model.ts';
import type { TextSpace } from '../../task/language/space.ts';
import { trainFromScratch, wordsToProcess } from '../../task/language/train-from-scratch.ts';
import type { LanguageModelShape } from '../language-model-shape.ts';
import { baseOfGenotype, type NasRnnGenotype } from './cell.ts';
import { countNasLanguageModel, layers } from './counts.ts';

const count = (genotype: NasRnnGenotype, shape: LanguageModelShape) =>
  countNasLanguageModel(baseOfGenotype(genotype), shape, true);

export const text: TextSpace<NasRnnGenotype> = {
  model: count,
  words: wordsToProcess,
  train: ({ genotype, ...run }) =>
    trainFromScratch(run, {
      build: (shape, key) => new TreeLanguageModel(genotype, shape, layers, key),
      multiplyAdds: (shape) => count(genotype, shape).multiplyAdds,
    }),
};
