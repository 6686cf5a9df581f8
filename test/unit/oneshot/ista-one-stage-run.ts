/** A one-stage search whose epochs are one step on all images, on weights that a formula gives. */
import type { Parameter } from '../../../experiments/engine/index.ts';
import { fromPyTorch } from '../../../experiments/model/pytorch-layout.ts';
import type { SparseCodes } from '../../../experiments/oneshot/ista/sparse-codes.ts';
import type { IstaRun } from '../../../experiments/oneshot/ista/sparse-training.ts';
import { key } from '../../../experiments/rng/key.ts';

const [count, size, channels] = [12, 8, 3];

export function oneStageRun(extra: Partial<IstaRun['settings']> = {}): IstaRun {
  const images = Uint8Array.from({ length: count * size * size * channels }, (_, i) => (i * 37) % 251);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const split = { count, images, labels };
  const half = Array.from({ length: channels }, () => 0.5);
  return {
    settings: {
      ...{ variant: 'one-stage', images: 'all', sparseness: 2, projectionDimensions: 7 },
      ...{ lassoPenalty: 1e-5, solver: 'exact', istaIterations: 100, freezeTolerance: 1e-3 },
      ...{ finalEpochs: 2, auxiliaryWeight: 0, dropPath: 0, maxParameters: 0 },
      ...{ epochs: 3, batchSize: count, learningRate: 0.05, learningRateMin: 0.001, momentum: 0.9 },
      ...{
        weightDecay: 3e-4,
        gradientClip: 0.5,
        cropPadding: 0,
        flip: false,
        cutout: 0,
        cutoutProbability: 1,
      },
      ...{ initialChannels: 4, layers: 3, architectureLearningRate: 0.03 },
      ...{ architectureMomentum: 0.5, architectureWeightDecay: 1e-3, warmUpEpochs: 0 },
      ...extra,
    },
    traits: {
      ...{ name: 'formula', classes: 3, mirrorSymmetric: true, maximum: 255, mean: half, std: half },
      ...{ height: size, width: size, channels },
    },
    train: { split, indices: Uint32Array.from({ length: count }, (_, i) => i) },
    validation: { split, indices: new Uint32Array() },
    key: key(3),
    observer: { line: () => undefined, progress: () => undefined },
  };
}

/** Scales and shifts keep their 1 and 0; the other values are a sine of the position in PyTorch's layout. */
export function writeFormula(parameters: readonly Parameter[]): void {
  for (const parameter of parameters) {
    if (parameter.shape.length === 1 && parameter.name !== 'classifier.bias') continue;
    const phase = 0.1 * parameter.name.length;
    const values = Float32Array.from(
      { length: parameter.value.size },
      (_, i) => 0.25 * Math.sin(0.7 * i + phase),
    );
    parameter.write(fromPyTorch(parameter.shape, values));
  }
}

/** Compressed variables large enough for the network to depend on them; adopt what is recovered from them. */
export async function writeFormulaCodes(codes: SparseCodes): Promise<void> {
  codes.nodes.forEach(({ b }, i) => {
    b.write(Float32Array.from({ length: b.value.size }, (_, row) => 1 + 0.5 * Math.sin(1.7 * row + i)));
  });
  codes.adopt(await codes.recover());
}
