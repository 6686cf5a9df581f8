/** The networks of macro architectures for images: their size, and their training from scratch. */
import { MacroNetwork } from '../../model/enas/macro-network.ts';
import { split } from '../../rng/key.ts';
import type { TrainingSettings } from '../../task/image-classification/settings.ts';
import type { ImageSpace } from '../../task/image-classification/space.ts';
import { trainFromScratch, trainingMinibatches } from '../../task/image-classification/train-from-scratch.ts';
import { nothing } from '../darts-cnn/layer-counts.ts';
import { stemProblem } from '../enas/stem-problem.ts';
import { countMacro } from './counts.ts';
import type { MacroGenotype } from './genotype.ts';
import { macroProblem } from './network-problem.ts';
import { firstLayers, macroShape } from './plan.ts';

export const images: ImageSpace<MacroGenotype> = {
  name: 'enas-macro',
  networkProblem: (genotype, _traits, settings) => macroProblem(genotype, settings),
  firstMaps: ({ height, width }, { initialChannels }) => ({ height, width, channels: initialChannels }),
  model: (genotype, traits, settings) =>
    countMacro(firstLayers(genotype, settings.layers), macroShape(traits, settings)),
  minibatches: trainingMinibatches,
  train: (run) => {
    const { genotype, settings, traits } = run;
    const problem = macroProblem(genotype, settings) ?? extrasProblem(settings) ?? stemProblem(settings);
    return trainFromScratch(run, problem, () => {
      const first = firstLayers(genotype, settings.layers);
      const shape = macroShape(traits, settings);
      const network = new MacroNetwork(first, shape, split(run.key, 'weights'));
      return { network, count: countMacro(first, shape), auxiliary: nothing, firstStep: 1 };
    });
  },
};

/** Macro networks have no auxiliary head, and no paths that could be dropped. */
function extrasProblem({ auxiliaryWeight, dropPath }: TrainingSettings): string | undefined {
  const [setting, value] =
    auxiliaryWeight > 0 ? ['auxiliaryWeight', auxiliaryWeight] : ['dropPath', dropPath];
  return value === 0 ? undefined : `Macro networks need a setting \`${setting}\` of 0, found ${value}`;
}
