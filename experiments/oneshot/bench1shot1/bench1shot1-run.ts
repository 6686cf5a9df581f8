/** What a search on the NAS-Bench-1Shot1 one-shot model is given besides what every search is, and what it says. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { ImageTraits } from '../../data/image-data-set.ts';
import type { Bench1Shot1Network } from '../../model/nasbench/bench1shot1-network.ts';
import type { Bench1Shot1Shape } from '../../space/nasbench1shot1/bench1shot1-counts.ts';
import type { FixedWeights } from '../../space/nasbench1shot1/fixed-weights.ts';
import type { SpaceNumber } from '../../space/nasbench1shot1/layout.ts';
import { cellHash } from '../../space/nasbench101/hash.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { SearchRun } from '../../task/image-classification/search-run.ts';
import type { NetworkSettings } from '../../task/image-classification/settings.ts';

export interface Bench1Shot1Run<Settings> extends SearchRun<Settings> {
  readonly spaceNumber: SpaceNumber;
  /** What the trajectory says about the cell that the search would give back now, such as its recorded error. */
  readonly afterEpoch: (spec: CellSpec) => JsonObject;
  /** Sees the model after each epoch, counted from 1, such as to rank cells with it. */
  readonly onEpoch?: (trained: TrainedBench1Shot1, epoch: number) => Promise<void>;
  /** Sees the trained model before it is gone, such as to score further cells with it. */
  readonly onTrained?: (trained: TrainedBench1Shot1) => Promise<void>;
}

export interface TrainedBench1Shot1 {
  readonly network: Bench1Shot1Network;
  readonly shape: Bench1Shot1Shape;
  /** How the method that trained the model runs a fixed architecture in it. */
  readonly form: FixedWeights;
  /** How images were normalised, where that differs from the data set. */
  readonly traits?: ImageTraits;
}

export const bench1shot1Shape = (
  {
    traits,
    settings,
    spaceNumber,
  }: Pick<Bench1Shot1Run<NetworkSettings>, 'traits' | 'settings' | 'spaceNumber'>,
  partialChannels = 1,
): Bench1Shot1Shape => ({
  space: spaceNumber,
  initialChannels: settings.initialChannels,
  layers: settings.layers,
  classes: traits.classes,
  inputChannels: traits.channels,
  ...sizeOf(traits),
  partialChannels,
});

const sizeOf = ({ height, width }: ImageTraits) => ({ height, width });

/**
 * What the line of an epoch says of the cell that the search would give back now.
 *
 * @param state of what chooses architectures
 */
export const describeCell = (
  { afterEpoch }: Pick<Bench1Shot1Run<unknown>, 'afterEpoch'>,
  spec: CellSpec,
  state: JsonObject,
): JsonObject => ({
  spec: { matrix: spec.matrix.map((row) => [...row]), ops: [...spec.ops] },
  hash: cellHash(spec),
  ...state,
  ...afterEpoch(spec),
});
