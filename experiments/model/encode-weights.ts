import type { Parameter } from '../engine/index.ts';
import { toPyTorch } from './pytorch-layout.ts';
import { encodeSafetensors } from './safetensors.ts';

/** Under PyTorch's names and in its layout, so that the official modules can load the file. */
export async function encodeWeights(parameters: readonly Parameter[]): Promise<Uint8Array> {
  const tensors = parameters.map(async (parameter) => ({
    name: parameter.name,
    ...toPyTorch({ shape: parameter.shape, values: await parameter.download() }),
  }));
  return encodeSafetensors(await Promise.all(tensors));
}
