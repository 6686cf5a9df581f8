/** The loss of label maps: mean cross-entropy over the pixels that are not ignored. */
import { mul, reshape, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { ignored } from '../../data/segmentation/label-maps.ts';
import { embedding, softmaxCrossEntropy } from '../../engine/index.ts';

/**
 * @param scores [batch, height, width, classes]
 * @param labels batch x height x width, a class or `ignored`
 * @returns a scalar in nats; 0, with a gradient of 0, where all are ignored
 */
export function pixelLoss(scores: Tensor, labels: Int32Array): Tensor {
  const classes = scores.shape[3] ?? 0;
  const rows = reshape(scores, [labels.length, classes]);
  const kept = keptPixels(labels);
  if (kept.length === 0) return mul(sum(rows), 0);
  // Rows of ignored pixels are left out, so that their gradient is exactly 0.
  const chosen = embedding(rows, tensor1d(kept, 'int32'));
  return softmaxCrossEntropy(
    chosen,
    tensor1d(
      kept.map((pixel) => labels[pixel] ?? 0),
      'int32',
    ),
  );
}

/** Positions of the pixels that are not ignored. */
function keptPixels(labels: Int32Array): Int32Array {
  let count = 0;
  for (const label of labels) if (label !== ignored) count += 1;
  const kept = new Int32Array(count);
  let at = 0;
  labels.forEach((label, pixel) => {
    if (label === ignored) return;
    kept[at] = pixel;
    at += 1;
  });
  return kept;
}
