/** Networks of NAS-Bench-101 cells in image classification, under the settings of that task. */

import { fail, ok } from '../../../schemas/result.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import type { NetworkSettings, TrainingSettings } from '../../task/image-classification/settings.ts';
import type { ImageSpace } from '../../task/image-classification/space.ts';
import { countNasbench101, nasbench101Problem } from './parameters.ts';
import { domainProblems } from './prune.ts';
import type { CellSpec } from './spec.ts';
import { nasbench101Minibatches, nasbench101Shape, trainNasbench101Cell } from './train-cell.ts';

/** Three stacks, as in the benchmark: `layers` counts their cells. */
const stacks = 3;

export const cellNetwork = ({ initialChannels, layers }: NetworkSettings) => ({
  stemChannels: initialChannels,
  stacks,
  cellsPerStack: layers / stacks,
  // Runs of a few hundred steps need statistics that follow faster than the benchmark's 0.003.
  statisticsRate: 0.1,
});

export const images: ImageSpace<CellSpec> = {
  name: 'nasbench101',
  networkProblem: (spec, traits, settings) =>
    domainProblems(spec)[0] ?? nasbench101Problem(spec, nasbench101Shape(traits, cellNetwork(settings))),
  firstMaps: ({ height, width }, { initialChannels: channels }) => ({ height, width, channels }),
  model(spec, traits, settings) {
    const { parameters, multiplyAdds } = countNasbench101(
      spec,
      nasbench101Shape(traits, cellNetwork(settings)),
    );
    return { parameters, multiplyAdds };
  },
  minibatches: (settings, { train, measured }) =>
    nasbench101Minibatches({ settings, train, measured: { validation: measured } }),
  async train({ genotype, settings, measured, keepsWeights, afterEpoch, continuation: _, ...run }) {
    const message = cellNetworkProblem(settings);
    if (message) return fail({ reason: 'job-refused', message });
    let weights: Uint8Array | undefined;
    const trained = await trainNasbench101Cell<'validation'>({
      ...run,
      spec: genotype,
      settings,
      network: cellNetwork(settings),
      measured: { validation: measured },
      ...(afterEpoch && {
        afterEpoch: (epoch, measure) => afterEpoch(epoch, async () => ok((await measure()).validation)),
      }),
      onTrained: async (network) => {
        if (keepsWeights) weights = await encodeWeights([...network.parameters, ...network.statistics]);
      },
    });
    if (!trained.ok) return trained;
    const { measured: tallies, multiplyAdds } = trained.value;
    return ok({ measured: tallies.validation, multiplyAdds, weights });
  },
};

/** Why these settings do not describe a NAS-Bench-101 network, or undefined. */
export function cellNetworkProblem({
  layers,
  auxiliaryWeight,
  dropPath,
  stem,
  labelSmoothing,
}: TrainingSettings): string | undefined {
  if (layers % stacks !== 0)
    return `A NAS-Bench-101 network has a multiple of ${stacks} cells, got layers ${layers}`;
  if (auxiliaryWeight > 0 || dropPath > 0) {
    return 'A NAS-Bench-101 network has neither an auxiliary head nor drop path; set auxiliaryWeight and dropPath to 0';
  }
  if (stem === 'imagenet') {
    return 'A NAS-Bench-101 network has a stem of its own; leave stem at cifar, got stem imagenet';
  }
  if (labelSmoothing > 0) {
    return `A NAS-Bench-101 network is trained on plain labels; set labelSmoothing to 0, got ${labelSmoothing}`;
  }
  return undefined;
}
