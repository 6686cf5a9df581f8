/** The networks of micro cells for images: their size, and their training from scratch. */
import { MicroNetwork } from '../../model/enas/micro-network.ts';
import { split } from '../../rng/key.ts';
import type { ImageSpace } from '../../task/image-classification/space.ts';
import { trainFromScratch, trainingMinibatches } from '../../task/image-classification/train-from-scratch.ts';
import { stemProblem } from '../enas/stem-problem.ts';
import { countMicro } from './counts.ts';
import type { MicroGenotype } from './genotype.ts';
import { microProblem } from './network-problem.ts';
import { microShape, stemMaps } from './plan.ts';

export const images: ImageSpace<MicroGenotype> = {
  name: 'enas-micro',
  // All genotypes fit where one does.
  networkProblem: () => undefined,
  firstMaps: (traits, settings) => stemMaps(microShape({ ...traits, classes: 1 }, settings)),
  model: (genotype, traits, settings) => {
    const { parameters, multiplyAdds } = countMicro(genotype, microShape(traits, settings));
    return { parameters, multiplyAdds };
  },
  minibatches: trainingMinibatches,
  train: (run) => {
    const { genotype, settings, traits } = run;
    const shape = microShape(traits, settings);
    const auxiliary = settings.auxiliaryWeight > 0;
    return trainFromScratch(run, microProblem(shape, auxiliary) ?? stemProblem(settings), () => {
      const network = new MicroNetwork(genotype, shape, { key: split(run.key, 'weights'), auxiliary });
      const count = countMicro(genotype, shape);
      return { network, count, auxiliary: count.auxiliary, firstStep: 1 };
    });
  },
};
