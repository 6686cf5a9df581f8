/**
 * ISTA-NAS: which of a node's candidate connections to keep is a sparse vector, searched through a compressed image of
 * it. Source: Yang et al., "ISTA-NAS: Efficient and Consistent Neural Architecture Search by Sparse Coding", 2020.
 */
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, type Result } from '../../../schemas/result.ts';
import { networkProblem } from '../../model/evaluation-network.ts';
import { networkShape } from '../../space/darts-cnn/layout.ts';
import type { SearchOutcome } from '../../task/image-classification/search-run.ts';
import type { Measurement } from '../../task/tally.ts';
import { defineWeightSharing } from '../../task/weight-sharing-module.ts';
import { imageSearchExample, tinyArchitectureSteps } from '../settings.ts';
import { searchInOneStage } from './one-stage.ts';
import { settings } from './settings.ts';
import type { IstaRun } from './sparse-training.ts';
import { searchInTwoStages } from './two-stage.ts';

export const method = defineWeightSharing({
  kind: 'ista-nas',
  description:
    'ISTA-NAS: the connections of each node are a sparse code, recovered from a short vector that is trained.',
  source: 'Yang et al. 2020, section 3',
  tasks: {
    'image-classification': {
      settings,
      searches: { 'darts-cnn': async () => ({ search }) },
      measuresNothing: { variant: 'one-stage', images: 'all' },
      example: { ...imageSearchExample, batchSize: 256, variant: 'two-stage' },
      tiny: {
        'two-stage ista-nas': { ...tinyArchitectureSteps, variant: 'two-stage' },
        'one-stage ista-nas': {
          ...{ ...tinyArchitectureSteps, variant: 'one-stage', images: 'training-part' },
          ...{ solver: 'ista', istaIterations: 100, finalEpochs: 1 },
        },
      },
    },
  },
});

/** Fails when no network fits the images, a genotype could not name the result, or training diverges. */
export async function search(
  run: IstaRun,
): Promise<Result<SearchOutcome<CnnGenotype, Measurement | null>, JobFailure>> {
  const { settings, traits } = run;
  const oneStage = settings.variant === 'one-stage';
  const problem =
    networkProblem(networkShape(traits, settings), oneStage && settings.auxiliaryWeight > 0) ??
    settingsProblem(run);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  return oneStage ? searchInOneStage(run) : searchInTwoStages(run);
}

function settingsProblem({ settings }: IstaRun): string | undefined {
  const { sparseness, projectionDimensions, epochs } = settings;
  // A genotype has two inputs for each node.
  if (sparseness !== 2)
    return `A cell of darts-cnn has two inputs for each node; sparseness ${sparseness} does not fit`;
  if (projectionDimensions < 1) return `projectionDimensions must be at least 1, got ${projectionDimensions}`;
  if (epochs < 1) return `A search takes at least 1 epoch, got ${epochs}`;
  return undefined;
}
