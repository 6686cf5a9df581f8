/** The networks of NASNet genotypes for images: their size, and their training from scratch. */
import { NasnetNetwork } from '../../model/nasnet/network.ts';
import { split } from '../../rng/key.ts';
import type { ImageSpace } from '../../task/image-classification/space.ts';
import { trainFromScratch, trainingMinibatches } from '../../task/image-classification/train-from-scratch.ts';
import { countNasnet } from './counts.ts';
import type { NasnetGenotype } from './genotype.ts';
import { nasnetProblem } from './network-problem.ts';
import { nasnetShape, stemMaps } from './plan-network.ts';

export const images: ImageSpace<NasnetGenotype> = {
  name: 'nasnet',
  // All genotypes fit where one does.
  networkProblem: () => undefined,
  firstMaps: (traits, { stem = 'cifar', ...settings }) =>
    stemMaps(nasnetShape({ ...traits, classes: 1 }, settings), stem),
  model: (genotype, traits, { stem = 'cifar', ...settings }) => {
    const { parameters, multiplyAdds } = countNasnet(genotype, nasnetShape(traits, settings), stem);
    return { parameters, multiplyAdds };
  },
  minibatches: trainingMinibatches,
  train: (run) => {
    const { genotype, settings, traits } = run;
    const { stem } = settings;
    const shape = nasnetShape(traits, settings);
    const auxiliary = settings.auxiliaryWeight > 0;
    return trainFromScratch(run, nasnetProblem(shape, stem, auxiliary), () => {
      const count = countNasnet(genotype, shape, stem);
      const network = new NasnetNetwork(genotype, shape, { key: split(run.key, 'weights'), stem, auxiliary });
      return { network, count, auxiliary: count.auxiliary, firstStep: 0 };
    });
  },
};
