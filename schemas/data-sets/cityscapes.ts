import type { DataSetInfo } from './data-set.ts';
import { type LabelMapLayout, labelMapListName, type PartLayout } from './label-map-layout.ts';

export const cityscapes = {
  name: 'cityscapes',
  kind: 'label-maps',
  title: 'Cityscapes with fine labels, 19 classes',
  generated: false,
  files: [labelMapListName],
} as const satisfies DataSetInfo;

const part = (name: string): PartLayout => ({
  kind: 'folders',
  image: [`leftImg8bit/${name}/`, '_leftImg8bit.png'],
  label: [`gtFine/${name}/`, '_gtFine_labelIds.png'],
});

/** Ids of the files that are trained on, in the order of the train ids 0 to 18. */
const trained = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];

/** Labels of the test images are not public: the validation part tests. Source: Cordts et al. 2016, appendix. */
export const cityscapesLayout: LabelMapLayout = {
  parts: { train: part('train'), test: part('val') },
  classNames: [
    ...[
      'road',
      'sidewalk',
      'building',
      'wall',
      'fence',
      'pole',
      'traffic light',
      'traffic sign',
      'vegetation',
    ],
    ...['terrain', 'sky', 'person', 'rider', 'car', 'truck', 'bus', 'train', 'motorcycle', 'bicycle'],
  ],
  labelOf: Object.fromEntries(trained.map((id, label) => [id, label])),
};
