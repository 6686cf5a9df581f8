import type { DataSetInfo } from './data-set.ts';
import { type LabelMapLayout, labelMapListName, type PartLayout } from './label-map-layout.ts';

export const voc2012 = {
  name: 'voc2012',
  kind: 'label-maps',
  title: 'PASCAL VOC 2012, 20 classes and the background',
  generated: false,
  files: [labelMapListName],
} as const satisfies DataSetInfo;

const part = (list: string): PartLayout => ({
  kind: 'list',
  list: `ImageSets/Segmentation/${list}.txt`,
  image: ['JPEGImages/', '.jpg'],
  label: ['SegmentationClass/', '.png'],
});

/** Labels of the test images are not public: the validation part tests. Source: Everingham et al. 2015, section 2.3. */
export const voc2012Layout: LabelMapLayout = {
  parts: { train: part('train'), test: part('val') },
  classNames: [
    ...['background', 'aeroplane', 'bicycle', 'bird', 'boat', 'bottle', 'bus', 'car', 'cat', 'chair', 'cow'],
    ...[
      'dining table',
      'dog',
      'horse',
      'motorbike',
      'person',
      'potted plant',
      'sheep',
      'sofa',
      'train',
      'tv monitor',
    ],
  ],
};
