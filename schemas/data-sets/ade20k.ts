import type { DataSetInfo } from './data-set.ts';
import { type LabelMapLayout, labelMapListName, type PartLayout } from './label-map-layout.ts';

export const ade20k = {
  name: 'ade20k',
  kind: 'label-maps',
  title: 'ADE20K as in the scene parsing challenge of 2016, 150 classes',
  generated: false,
  files: [labelMapListName],
} as const satisfies DataSetInfo;

const part = (name: string): PartLayout => ({
  kind: 'folders',
  image: [`images/${name}/`, '.jpg'],
  label: [`annotations/${name}/`, '.png'],
});

const classes = Array.from({ length: 150 }, (_, label) => label);

/** Value 0 is what belongs to no class. The validation part tests. Source: Zhou et al. 2017, section 3. */
export const ade20kLayout: LabelMapLayout = {
  parts: { train: part('training'), test: part('validation') },
  classNames: classes.map((label) => `class ${label + 1}`),
  labelOf: Object.fromEntries(classes.map((label) => [label + 1, label])),
};
