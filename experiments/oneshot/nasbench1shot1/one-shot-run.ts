/** What a search on the NAS-Bench-1Shot1 one-shot model is given besides what every search is, and what it says. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { ImageTraits } from '../../data/image-data-set.ts';
import type { OneShotNetwork } from '../../model/nasbench/one-shot-network.ts';
import type { FixedWeights } from '../../space/nasbench1shot1/fixed-weights.ts';
import type { SpaceNumber } from '../../space/nasbench1shot1/layout.ts';
import type { OneShotShape } from '../../space/nasbench1shot1/one-shot-counts.ts';
import { cellHash } from '../../space/nasbench101/hash.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { NetworkSettings } from '../../task/image-classification/settings.ts';
import type { SearchRun } from '../search-run.ts';

export interface OneShotRun<Settings> extends SearchRun<Settings> {
  readonly spaceNumber: SpaceNumber;
  /** What the trajectory says about the cell that the search would give back now, such as its recorded error. */
  readonly afterEpoch: (spec: CellSpec) => JsonObject;
  /** Sees the trained model before it is gone, such as to score further cells with it. */
  readonly onTrained?: (trained: TrainedOneShot) => Promise<void>;
}

export interface TrainedOneShot {
  readonly network: OneShotNetwork;
  readonly shape: OneShotShape;
  /** How the method that trained the model runs a fixed architecture in it. */
  readonly form: FixedWeights;
}

export const oneShotShape = (
  { traits, settings, spaceNumber }: Pick<OneShotRun<NetworkSettings>, 'traits' | 'settings' | 'spaceNumber'>,
  partialChannels = 1,
): OneShotShape => ({
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
  { afterEpoch }: Pick<OneShotRun<unknown>, 'afterEpoch'>,
  spec: CellSpec,
  state: JsonObject,
): JsonObject => ({
  spec: { matrix: spec.matrix.map((row) => [...row]), ops: [...spec.ops] },
  hash: cellHash(spec),
  ...state,
  ...afterEpoch(spec),
});
