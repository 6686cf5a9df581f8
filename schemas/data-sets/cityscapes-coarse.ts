import { cityscapesLayout } from './cityscapes.ts';
import type { DataSetInfo } from './data-set.ts';
import { type LabelMapLayout, labelMapListName } from './label-map-layout.ts';

export const cityscapesCoarse = {
  name: 'cityscapes-coarse',
  kind: 'label-maps',
  title: 'Cityscapes with coarse labels to train on, 19 classes',
  generated: false,
  files: [labelMapListName],
} as const satisfies DataSetInfo;

/** The 20,000 images that have coarse labels alone train; the fine validation part tests. Source: Cordts et al. 2016, section 2. */
export const cityscapesCoarseLayout: LabelMapLayout = {
  ...cityscapesLayout,
  parts: {
    train: {
      kind: 'folders',
      image: ['leftImg8bit/train_extra/', '_leftImg8bit.png'],
      label: ['gtCoarse/train_extra/', '_gtCoarse_labelIds.png'],
    },
    test: cityscapesLayout.parts.test,
  },
};
