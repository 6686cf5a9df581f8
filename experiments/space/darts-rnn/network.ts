/** Language models of recurrent cells in language modelling. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import type { CellMode, LanguageModel } from '../../model/rnn/language-model.ts';
import { evaluateLanguage } from '../../task/language/evaluate.ts';
import type { LanguageScore } from '../../task/language/score.ts';
import type { TextSpace, TextTraining } from '../../task/language/space.ts';
import { predictions, type SideBySide, sideBySide } from '../../task/language/text-blocks.ts';
import { countRnn } from './counts.ts';
import { trainLanguageModel, wordsToProcess } from './train-language-model.ts';

export const text: TextSpace<RnnGenotype> = {
  model(genotype, shape) {
    const { parameters, multiplyAdds } = countRnn(genotype, shape);
    return { parameters, multiplyAdds };
  },
  words: wordsToProcess,
  async train(run) {
    const trained = await trainLanguageModel(run);
    if (!trained.ok) return trained;
    const { model, validation, multiplyAdds, checkpoint } = trained.value;
    return ok({
      validation,
      multiplyAdds,
      checkpoint,
      measure: (held, stretches) => measure(model, run, sideBySide(held, stretches)),
      weights: () => encodeWeights(model.parameters),
      dispose: () => model.dispose(),
    });
  },
};

async function measure(
  model: LanguageModel,
  { genotype, settings: { unroll } }: TextTraining<RnnGenotype>,
  text: SideBySide,
): Promise<Result<LanguageScore, JobFailure>> {
  if (predictions(text) === 0) {
    const message = `The test text is too short to be read in ${text.batch} stretches side by side`;
    return fail({ reason: 'job-refused', message, hint: 'Lower testBatchSize' });
  }
  const mode = (): CellMode => ({ kind: 'path', genotype });
  return ok(await evaluateLanguage({ model, mode, text, unroll }));
}
