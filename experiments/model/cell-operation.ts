/** One operation of a cell as a layer, by its name in the search space. */
import { convolutionOf } from '../space/darts-cnn/operations.ts';
import {
  batchNorm,
  crossConvolution,
  dilatedConvolution,
  factorizedReduce,
  type Layer,
  type LayerOptions,
  pooling,
  separableConvolution,
} from './layers.ts';
import type { Weights } from './weights.ts';

export interface CellOperation {
  readonly run: Layer;
  /** It returns its input as it is, and drop path leaves it alone. A normalised identity is none. */
  readonly identity: boolean;
}

export interface CellOperationOptions extends LayerOptions {
  /** Pools of the super-net are followed by a normalisation, those of evaluation networks are not. */
  readonly normalisedPools: boolean;
  /** Whether a skip connection of stride 1 is followed by one, too, as in one-stage ISTA-NAS. Default false. */
  readonly normalisedIdentity?: boolean;
}

/**
 * Normalisations are named `<name>.1` after pools and skip connections.
 *
 * @returns undefined for `none`, whose output is zero and which no network needs to compute
 * @throws TypeError for an unknown operation
 */
export function cellOperation(
  weights: Weights,
  name: string,
  operation: string,
  options: CellOperationOptions,
): CellOperation | undefined {
  const { channels, stride, affine } = options;
  const conv = convolutionOf(operation);
  if (conv) {
    const make = conv.kind === 'separable' ? separableConvolution : dilatedConvolution;
    return { run: make(weights, name, conv.kernel, options), identity: false };
  }
  switch (operation) {
    case 'none':
      return undefined;
    case 'skip_connect':
      return stride === 1
        ? { run: identity(weights, name, options), identity: !options.normalisedIdentity }
        : { run: factorizedReduce(weights, name, channels, channels, affine), identity: false };
    case 'conv_7x1_1x7':
      return { run: crossConvolution(weights, name, options), identity: false };
    case 'max_pool_3x3':
    case 'avg_pool_3x3':
      return {
        run: pool(weights, name, operation === 'max_pool_3x3' ? 'max' : 'avg', options),
        identity: false,
      };
    default:
      throw new TypeError(`Expected an operation of the space, got \`${operation}\``);
  }
}

function identity(
  weights: Weights,
  name: string,
  { channels, affine, normalisedIdentity }: CellOperationOptions,
): Layer {
  return normalisedIdentity ? batchNorm(weights, `${name}.1`, channels, { affine }) : (x) => x;
}

function pool(
  weights: Weights,
  name: string,
  kind: 'max' | 'avg',
  { channels, stride, affine, normalisedPools }: CellOperationOptions,
): Layer {
  const plain = pooling(kind, stride);
  if (!normalisedPools) return plain;
  const normalise = batchNorm(weights, `${name}.1`, channels, { affine });
  return (x, statistics) => normalise(plain(x, statistics), statistics);
}
