/**
 * PC-DARTS: DARTS of first order on a super-net whose operations see one in K channels, with further parameters, the
 * betas, that weigh the edges into each node.
 * Source: Xu et al., "PC-DARTS: Partial Channel Connections for Memory-Efficient Architecture Search", ICLR 2020, and
 * yuhuixu1993/PC-DARTS@b74702f.
 */

import { concat, slice, softmax, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import { softmaxOf } from '../../../schemas/exact-math.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, type Result } from '../../../schemas/result.ts';
import type { Parameter } from '../../engine/index.ts';
import { countPartialSuperNet } from '../../model/partial-counts.ts';
import { type PartialMode, PartialSuperNet } from '../../model/partial-super-net.ts';
import { pathWeights } from '../../model/super-net.ts';
import { type Key, split } from '../../rng/key.ts';
import { discretise, type EdgeWeights } from '../../space/darts-cnn/discretise.ts';
import type { CellEdges } from '../../space/darts-cnn/genotype.ts';
import type { NetworkShape } from '../../space/darts-cnn/layout.ts';
import { edgeIndex, edges, nodesPerCell } from '../../space/darts-cnn/operations.ts';
import type { SearchOutcome, SearchRun } from '../../task/image-classification/search-run.ts';
import {
  ArchitectureParameters,
  allFinite,
  alphaShape,
  edgeSoftmax,
  forTrajectory,
  nearZero,
} from '../architecture-parameters.ts';
import { searchGenotypes } from '../genotype-search.ts';
import type { Pass, Reading, RelaxedNetwork } from '../relaxed-network.ts';
import type { PcDartsSettings } from './settings.ts';

/** Fails when no network fits the images or the settings, or the search diverges. */
export async function search(
  run: SearchRun<PcDartsSettings>,
): Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>> {
  const { initialChannels, partialChannels } = run.settings;
  if (initialChannels % partialChannels !== 0) {
    const message = `partialChannels must divide initialChannels, got ${partialChannels} and ${initialChannels}`;
    return fail({ reason: 'job-refused', message });
  }
  const build = (shape: NetworkShape) => new PartialNetwork(shape, partialChannels, run.key);
  return searchGenotypes(run, build, 'architecture-first');
}

/** Softmax over the edges into each node. @param betas [14] */
export const edgeShares = (betas: Tensor): Tensor =>
  concat(
    Array.from({ length: nodesPerCell }, (_, node) =>
      softmax(slice(betas, [edgeIndex(node, 0)], [node + 2])),
    ),
  );

/** The strength of every operation: its share of the edge times the edge's share of the node. */
export function partialStrengths(alphas: Float32Array, betas: Float32Array): EdgeWeights {
  const shares = Array.from({ length: nodesPerCell }, (_, node) => {
    const from = edgeIndex(node, 0);
    return softmaxOf(betas.subarray(from, from + node + 2));
  }).flat();
  return edgeSoftmax(alphas).map((row, edge) => row.map((weight) => weight * (shares[edge] ?? 0)));
}

class PartialNetwork implements RelaxedNetwork<CnnGenotype> {
  readonly #net: PartialSuperNet;
  readonly #alphas: ArchitectureParameters;
  readonly #betas: ArchitectureParameters;
  readonly #multiplyAdds: number;

  constructor(shape: NetworkShape, partialChannels: number, key: Key) {
    const architecture = split(key, 'architecture');
    this.#net = new PartialSuperNet(shape, split(key, 'weights'), partialChannels);
    this.#alphas = new ArchitectureParameters('alphas', alphaShape, nearZero, architecture);
    this.#betas = new ArchitectureParameters('betas', [edges.length], nearZero, architecture);
    this.#multiplyAdds = countPartialSuperNet(shape, partialChannels).multiplyAdds;
  }

  get weights(): readonly Parameter[] {
    return this.#net.parameters;
  }

  get architecture(): readonly Parameter[] {
    return [...this.#alphas.both, ...this.#betas.both];
  }

  async pass(): Promise<Pass> {
    return this.#passOf(() => ({ normal: this.#weightsOf('normal'), reduce: this.#weightsOf('reduce') }));
  }

  whole(): Promise<Pass> {
    return this.pass();
  }

  async read(): Promise<Reading<CnnGenotype> | undefined> {
    const [alphas, betas] = [await this.#alphas.download(), await this.#betas.download()];
    if (!allFinite(alphas) || !allFinite(betas)) return undefined;
    const architecture = discretise(
      partialStrengths(alphas.normal, betas.normal),
      partialStrengths(alphas.reduce, betas.reduce),
    );
    return {
      architecture,
      parameters: { alphas: forTrajectory(alphas), betas: forTrajectory(betas) },
      discrete: () => this.#discrete(architecture),
    };
  }

  dispose(): void {
    for (const part of [this.#net, this.#alphas, this.#betas]) part.dispose();
  }

  /** All operations run, all but the kept ones with weight 0. The two edges into a node share it equally. */
  #discrete({ normal, reduce }: CnnGenotype): Pass {
    return this.#passOf(() => ({ normal: keptWeights(normal), reduce: keptWeights(reduce) }));
  }

  /** @param mode makes the weights anew in every forward pass, so that gradients flow through them */
  #passOf(mode: () => PartialMode): Pass {
    return {
      logits: (images) => this.#net.logits(images, mode(), 'batch'),
      multiplyAdds: this.#multiplyAdds,
      dispose: () => {},
    };
  }

  #weightsOf(kind: 'normal' | 'reduce') {
    return { operations: softmax(this.#alphas[kind].value), edges: edgeShares(this.#betas[kind].value) };
  }
}

function keptWeights(cell: CellEdges) {
  const shares = new Float32Array(edges.length);
  cell.forEach(([, source], i) => {
    shares[edgeIndex(Math.floor(i / 2), source)] = 1 / 2;
  });
  return { operations: tensor2d(pathWeights(cell), [...alphaShape]), edges: tensor1d(shares) };
}
