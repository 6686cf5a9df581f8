/** Trajectory lines of a measured network: one for each class, with its row of the confusion matrix. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { LabelMapTraits } from '../../data/segmentation/label-maps.ts';
import type { SegmentationScore } from './scores.ts';

export function classLines(
  { confusion }: Pick<SegmentationScore, 'confusion'>,
  { classNames }: Pick<LabelMapTraits, 'classNames'>,
): readonly JsonObject[] {
  return classNames.map((name, of) => {
    const predicted = confusion.row(of);
    const own = confusion.intersectionOverUnion(of);
    return {
      ...{ phase: 'class', class: of, name },
      ...(Number.isNaN(own) ? {} : { intersectionOverUnion: own }),
      pixels: predicted.reduce((sum, count) => sum + count, 0),
      // Pixels of the class, by what they were taken for.
      predicted: [...predicted],
    };
  });
}
