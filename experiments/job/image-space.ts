/** What the image jobs need to know about a space: how its architectures are written, counted and trained. */
import type { ArchitectureFile, ArchitectureOf, SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { NetworkSettings, TrainingSettings } from '../../schemas/methods.ts';
import type { ModelMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import type { ImagePart } from '../data/part.ts';
import { dartsCnnConfig } from '../method/config/darts-cnn.ts';
import { nasbench101Encoding } from '../method/config/nasbench101.ts';
import type { EvaluationNetwork } from '../model/evaluation-network.ts';
import { readCnnGenotype } from '../query/read-genotype.ts';
import { countNetwork } from '../space/darts-cnn/counts.ts';
import { dartsCnn } from '../space/darts-cnn/space.ts';
import { countNasbench101, nasbench101Problem } from '../space/nasbench101/parameters.ts';
import { domainProblems } from '../space/nasbench101/prune.ts';
import { nasbench101 } from '../space/nasbench101/space.ts';
import {
  type DiscreteTraining,
  minibatches,
  networkShape,
  trainNetwork,
} from '../task/image-classification.ts';
import {
  nasbench101Minibatches,
  nasbench101Shape,
  trainNasbench101Cell,
} from '../task/nasbench/train-nasbench101-cell.ts';
import type { Tally } from '../task/tally.ts';
import type { SearchedSpace } from './black-box-method.ts';
import { encodeWeights } from './encode-weights.ts';
import { problemsOf } from './genotype-problems.ts';
import { proposedCellId } from './proposed-cell-id.ts';

export interface ImageTraining<A> extends Omit<DiscreteTraining, 'genotype'> {
  readonly architecture: A;
  /** Whether the trained weights are handed on. */
  readonly keepsWeights: boolean;
}

export interface TrainedImages {
  readonly measured: Tally;
  /** Multiply-adds spent, by the rule of CostMetrics. */
  readonly multiplyAdds: number;
  /** Weights and statistics of the network, as safetensors; undefined where they are not kept. */
  readonly weights: Uint8Array | undefined;
}

export interface ImageSpace<S extends SpaceName> extends SearchedSpace<ArchitectureOf[S]> {
  readonly name: S;
  /** What keeps a value from being an architecture that can be trained. */
  problems(value: unknown): readonly string[];
  /** Of anything that a method may propose. */
  id(architecture: ArchitectureOf[S]): string;
  /** Why these settings give this architecture no network, or undefined. */
  networkProblem(
    architecture: ArchitectureOf[S],
    traits: ImageTraits,
    settings: NetworkSettings,
  ): string | undefined;
  model(
    architecture: ArchitectureOf[S],
    traits: ImageTraits,
    settings: NetworkSettings & Partial<Pick<TrainingSettings, 'stem'>>,
  ): ModelMetrics;
  /** Minibatches of `train`, for progress. */
  minibatches(settings: TrainingSettings, train: ImagePart, measured: ImagePart): number;
  train(run: ImageTraining<ArchitectureOf[S]>): Promise<Result<TrainedImages, JobFailure>>;
}

const genotypes = dartsCnn('without-none');

export const dartsCnnImages: ImageSpace<'darts-cnn'> = {
  name: 'darts-cnn',
  variation: genotypes,
  config: dartsCnnConfig('without-none'),
  // Published cells with further operations or other numbers of nodes are trained as well.
  problems: (value) => problemsOf(readCnnGenotype(value)),
  id: genotypes.id,
  // All genotypes fit where one does.
  networkProblem: () => undefined,
  model: (genotype, traits, settings) => {
    // The count of the auxiliary head, which comes with it, is no part of the evaluated network.
    const { parameters, multiplyAdds } = countNetwork(
      genotype,
      networkShape(traits, settings),
      settings.stem,
    );
    return { parameters, multiplyAdds };
  },
  minibatches,
  async train({ architecture, keepsWeights, ...run }) {
    const trained = await trainNetwork({ ...run, genotype: architecture });
    if (!trained.ok) return trained;
    const { network, measured, multiplyAdds } = trained.value;
    const weights = keepsWeights ? await weightsOf(network) : undefined;
    network.dispose();
    return ok({ measured, multiplyAdds, weights });
  },
};

const cells = nasbench101('cells');

/** Three stacks, as in the benchmark: `layers` counts their cells. */
const stacks = 3;

export const cellNetwork = ({ initialChannels, layers }: NetworkSettings) => ({
  stemChannels: initialChannels,
  stacks,
  cellsPerStack: layers / stacks,
  // Runs of a few hundred steps need statistics that follow faster than the benchmark's 0.003.
  statisticsRate: 0.1,
});

export const nasbench101Images: ImageSpace<'nasbench101'> = {
  name: 'nasbench101',
  variation: cells,
  config: nasbench101Encoding('A'),
  problems: cells.validate,
  id: proposedCellId,
  networkProblem: (spec, traits, settings) =>
    domainProblems(spec)[0] ?? nasbench101Problem(spec, nasbench101Shape(traits, cellNetwork(settings))),
  model(spec, traits, settings) {
    const { parameters, multiplyAdds } = countNasbench101(
      spec,
      nasbench101Shape(traits, cellNetwork(settings)),
    );
    return { parameters, multiplyAdds };
  },
  minibatches: (settings, train, measured) =>
    nasbench101Minibatches({ settings, train, measured: { validation: measured } }),
  async train({ architecture, settings, measured, keepsWeights, ...run }) {
    const message = cellNetworkProblem(settings);
    if (message) return fail({ reason: 'job-refused', message });
    let weights: Uint8Array | undefined;
    const trained = await trainNasbench101Cell({
      ...run,
      spec: architecture,
      settings,
      network: cellNetwork(settings),
      measured: { validation: measured },
      onTrained: async (network) => {
        if (keepsWeights) weights = await weightsOf(network);
      },
    });
    if (!trained.ok) return trained;
    const { measured: tallies, multiplyAdds } = trained.value;
    return ok({ measured: tallies.validation, multiplyAdds, weights });
  },
};

const weightsOf = ({ parameters, statistics }: Pick<EvaluationNetwork, 'parameters' | 'statistics'>) =>
  encodeWeights([...parameters, ...statistics]);

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

/** The content of `architecture.json`. */
export const architectureFile = <S extends SpaceName>(
  { name, id }: Pick<ImageSpace<S>, 'name' | 'id'>,
  genotype: ArchitectureOf[S],
): ArchitectureFile<S> => ({ space: name, id: id(genotype), genotype });
