/** Parameters and multiply-adds of the layers that cells are made of: pure arithmetic. */
import { convolutionOf } from './operations.ts';

export interface Count {
  /** Trainable numbers. */
  readonly parameters: number;
  /** Multiply-accumulate operations of convolutions and linear layers, one forward pass of one example. */
  readonly multiplyAdds: number;
}

export const nothing: Count = { parameters: 0, multiplyAdds: 0 };

export const total = (counts: readonly Count[]): Count =>
  counts.reduce(
    (sum, one) => ({
      parameters: sum.parameters + one.parameters,
      multiplyAdds: sum.multiplyAdds + one.multiplyAdds,
    }),
    nothing,
  );

/** A convolution without bias. `pixels` is the number of output positions. */
export function convolution(inChannels: number, outChannels: number, kernel: number, pixels: number): Count {
  const parameters = inChannels * outChannels * kernel * kernel;
  return { parameters, multiplyAdds: parameters * pixels };
}

/** One half of the factorised 7x7 convolution: the first halves the width only, so that it sees every row. */
const rectangular = (channels: number, pixels: number): Count => {
  const parameters = 7 * channels * channels;
  return { parameters, multiplyAdds: parameters * pixels };
};

const depthwise = (channels: number, kernel: number, pixels: number): Count =>
  convolution(1, channels, kernel, pixels);

/** A batch normalisation's scale and shift, if it has them. */
export const normalisation = (channels: number, affine: boolean): Count => ({
  parameters: affine ? 2 * channels : 0,
  multiplyAdds: 0,
});

export const linear = (inputs: number, outputs: number): Count => ({
  parameters: inputs * outputs + outputs,
  multiplyAdds: inputs * outputs,
});

/** A 1x1 convolution with normalisation, or the two half-width ones of a factorised reduction: the same numbers. */
export const projection = (inChannels: number, outChannels: number, pixels: number, affine: boolean): Count =>
  total([convolution(inChannels, outChannels, 1, pixels), normalisation(outChannels, affine)]);

/** The maps between which an operation lies; on most edges both have the same size. */
export interface EdgeMaps {
  readonly channels: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly height: number;
  readonly width: number;
  /** 2 on the edges of a reduction cell that leave its inputs. */
  readonly stride: 1 | 2;
}

/**
 * One operation of a cell.
 * @throws TypeError for an operation that has no network
 */
export function operationCount(operation: string, maps: EdgeMaps, affine: boolean): Count {
  const { channels, stride } = maps;
  const pixels = maps.height * maps.width;
  const conv = convolutionOf(operation);
  if (conv) {
    const once = total([
      depthwise(channels, conv.kernel, pixels),
      projection(channels, channels, pixels, affine),
    ]);
    return conv.kind === 'separable' ? total([once, once]) : once;
  }
  switch (operation) {
    case 'skip_connect':
      return stride === 1 ? nothing : projection(channels, channels, pixels, affine);
    case 'conv_7x1_1x7':
      return total([
        rectangular(channels, maps.inputHeight * maps.width),
        rectangular(channels, pixels),
        normalisation(channels, affine),
      ]);
    case 'none':
    case 'max_pool_3x3':
    case 'avg_pool_3x3':
      return nothing;
    default:
      throw new TypeError(`Expected a convolutional-cell operation, got \`${operation}\``);
  }
}
