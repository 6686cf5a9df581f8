/** ENAS on its micro space. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, type Result } from '../../../schemas/result.ts';
import { SharedMicroNetwork } from '../../model/enas/shared-micro-network.ts';
import { split } from '../../rng/key.ts';
import { countSharedMicro } from '../../space/enas-micro/counts.ts';
import { genotypeId, type MicroGenotype } from '../../space/enas-micro/genotype.ts';
import { microProblem } from '../../space/enas-micro/network-problem.ts';
import { microShape } from '../../space/enas-micro/plan.ts';
import { usualNodes } from '../../space/enas-micro/space.ts';
import type { SearchOutcome, SearchRun } from '../../task/image-classification/search-run.ts';
import { searchByController } from '../enas-search/search.ts';
import type { SharedNetwork } from '../enas-search/shared-children.ts';
import { microController, microWeights } from './controller/micro-controller.ts';
import type { MicroSettings } from './settings.ts';

/** Fails when no network fits, or training diverges. */
export async function search(
  run: SearchRun<MicroSettings>,
): Promise<Result<SearchOutcome<MicroGenotype>, JobFailure>> {
  const { settings, traits, key } = run;
  const { auxiliaryWeight, controllerUnits, initialBound } = settings;
  const shape = microShape(traits, settings);
  const auxiliary = auxiliaryWeight > 0;
  const message = microProblem(shape, auxiliary);
  if (message) return fail({ reason: 'job-refused', message });
  const built = new SharedMicroNetwork(usualNodes, shape, { key: split(key, 'weights'), auxiliary });
  const network: SharedNetwork<MicroGenotype> = {
    parameters: built.parameters,
    run: (images, genotype, dropping) => built.run(images, genotype, dropping),
    price: (genotype) => {
      const count = countSharedMicro(genotype, shape);
      const head = auxiliary ? count.auxiliary.multiplyAdds : 0;
      return { training: count.multiplyAdds + head, measuring: count.multiplyAdds };
    },
    dispose: () => {
      built.dispose();
    },
  };
  const weights = microWeights(split(key, 'controller'), { units: controllerUnits, bound: initialBound });
  return searchByController(run, {
    ...{ network, penaltyWeight: 0, auxiliaryWeight, id: genotypeId },
    controller: microController(weights, settings, usualNodes),
  });
}
