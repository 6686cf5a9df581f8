/** ENAS on its macro space: as many layers as the setting says are searched. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, type Result } from '../../../schemas/result.ts';
import { SharedMacroNetwork } from '../../model/enas/shared-macro-network.ts';
import { split } from '../../rng/key.ts';
import { countSharedMacro } from '../../space/enas-macro/counts.ts';
import { genotypeId, type MacroGenotype } from '../../space/enas-macro/genotype.ts';
import { macroShape } from '../../space/enas-macro/plan.ts';
import { mostLayers } from '../../space/enas-macro/read.ts';
import type { SearchOutcome, SearchRun } from '../../task/image-classification/search-run.ts';
import { searchByController } from '../enas-search/search.ts';
import type { SharedNetwork } from '../enas-search/shared-children.ts';
import { macroController, macroWeights } from './controller/macro-controller.ts';
import type { MacroSettings } from './settings.ts';

/** Fails when no network fits, or training diverges. */
export async function search(
  run: SearchRun<MacroSettings>,
): Promise<Result<SearchOutcome<MacroGenotype>, JobFailure>> {
  const { settings, traits, key } = run;
  const { layers, initialChannels, skipWeight, controllerUnits, initialBound } = settings;
  if (layers > mostLayers || initialChannels < 2) {
    const message = `The macro space is searched with at most ${mostLayers} layers and at least 2 initial channels, found ${layers} and ${initialChannels}`;
    return fail({ reason: 'job-refused', message });
  }
  const shape = macroShape(traits, settings);
  const built = new SharedMacroNetwork(layers, shape, split(key, 'weights'));
  const network: SharedNetwork<MacroGenotype> = {
    parameters: built.parameters,
    run: (images, genotype, dropping) => built.run(images, genotype, dropping),
    price: (genotype) => {
      const { multiplyAdds } = countSharedMacro(genotype, shape);
      return { training: multiplyAdds, measuring: multiplyAdds };
    },
    dispose: () => {
      built.dispose();
    },
  };
  const weights = macroWeights(split(key, 'controller'), { units: controllerUnits, bound: initialBound });
  return searchByController(run, {
    ...{ network, penaltyWeight: skipWeight, auxiliaryWeight: 0, id: genotypeId },
    controller: macroController(weights, settings, layers),
  });
}
