/** Language models of two layers of a tree cell in language modelling. */
import { fail, ok } from '../../../schemas/result.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import type { TextSpace } from '../../task/language/space.ts';
import { predictions, sideBySide } from '../../task/language/text-blocks.ts';
import { wordsToProcess } from '../darts-rnn/train-language-model.ts';
import { baseOfGenotype, type NasRnnGenotype } from './cell.ts';
import { countNasLanguageModel } from './counts.ts';
import { measureTree, trainTreeModel } from './train-tree-model.ts';

export const text: TextSpace<NasRnnGenotype> = {
  model: (genotype, shape) => countNasLanguageModel(baseOfGenotype(genotype), shape, true),
  words: wordsToProcess,
  async train(run) {
    const trained = await trainTreeModel(run);
    if (!trained.ok) return trained;
    const { model, validation, multiplyAdds, checkpoint } = trained.value;
    return ok({
      validation,
      multiplyAdds,
      checkpoint,
      async measure(held, stretches) {
        const side = sideBySide(held, stretches);
        if (predictions(side) > 0) return ok(await measureTree(model, side, run.settings.unroll));
        const message = `The test text is too short to be read in ${stretches} stretches side by side`;
        return fail({ reason: 'job-refused', message, hint: 'Lower testBatchSize' });
      },
      weights: () => encodeWeights(model.parameters),
      dispose: () => model.dispose(),
    });
  },
};
