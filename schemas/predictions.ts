/**
 * What lies beside `predictions.png` of a trained network that segments images. The picture has a row for each image, with three
 * pictures of the same size side by side, `gap` white pixels between them: the image, its true classes and those that the network says.
 */
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact } from './contract.ts';

export const predictionsName = 'predictions.png';
export const predictionsLegendName = 'predictions.json';

const size = Type.Integer({ minimum: 1, maximum: 65_535 });
const colour = Type.String({ pattern: '^#[0-9a-f]{6}$' });

const predictionsSchema = exact({
  formatVersion: Type.Literal(1),
  /** Where the images are from. */
  part: Type.Union([Type.Literal('validation'), Type.Literal('test')]),
  /** Pixels between pictures and between rows. */
  gap: Type.Integer({ minimum: 0, maximum: 64 }),
  /** In the order of the labels. */
  classes: Type.Array(exact({ name: Type.String(), colour }), { minItems: 1 }),
  /** Colour of the pixels that are neither trained on nor measured. */
  ignored: colour,
  images: Type.Array(
    exact({
      /** Number of the image in its part, from 0. */
      index: Type.Integer({ minimum: 0 }),
      /** First row of pixels of its pictures. */
      top: Type.Integer({ minimum: 0 }),
      height: size,
      width: size,
      /** Side of the image over that of its pictures. */
      shrunk: Type.Integer({ minimum: 1 }),
    }),
    { minItems: 1 },
  ),
});

export const predictionsFormat = contract(predictionsLegendName, predictionsSchema);
export type Predictions = Static<typeof predictionsSchema>;
