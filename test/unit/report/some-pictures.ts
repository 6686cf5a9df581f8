/** What a training of segmentation leaves of two images of two by three pixels, as the training makes it. */
import type { LabelledImages } from '../../../experiments/data/segmentation/label-maps.ts';
import {
  picturedImages,
  predictionSheet,
} from '../../../experiments/task/semantic-segmentation/prediction-sheet.ts';
import { canonicalJson } from '../../../schemas/canonical.ts';
import { predictionsLegendName, predictionsName } from '../../../schemas/predictions.ts';
import { ok } from '../../../schemas/result.ts';

/** Image `index` is grey of that lightness; its labels are 0, 1, 0, 1, ignored, 0. */
const images: LabelledImages = {
  count: 2,
  read: (index) =>
    ok({
      ...{ height: 2, width: 3, pixels: new Uint8Array(18).fill(100 + index) },
      labels: Uint8Array.of(0, 1, 0, 1, 255, 0),
    }),
};

/** @param number says where the network is right: the bits of it are the classes. */
export function pictures(
  number: number,
  classNames: readonly string[] = ['ground', 'thing'],
): Readonly<Record<string, string | Uint8Array>> {
  const predicted = [0, 1].map((i) => Int32Array.from({ length: 6 }, (_, bit) => ((number + i) >> bit) & 1));
  const made = predictionSheet({
    ...{ part: 'validation', images: picturedImages(images), predicted, traits: { classNames } },
  });
  if (!made.ok) throw new Error('Expected a sheet');
  const { png, legend } = made.value;
  return { [predictionsName]: png, [predictionsLegendName]: canonicalJson(legend) };
}
