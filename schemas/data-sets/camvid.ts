import type { DataSetInfo } from './data-set.ts';
import { type LabelMapLayout, labelMapListName, type PartLayout } from './label-map-layout.ts';

export const camvid = {
  name: 'camvid',
  kind: 'label-maps',
  title: 'CamVid, eleven classes, in the folders of SegNet',
  generated: false,
  files: [labelMapListName],
} as const satisfies DataSetInfo;

const part = (name: string): PartLayout => ({
  kind: 'folders',
  image: [`${name}/`, '.png'],
  label: [`${name}annot/`, '.png'],
});

/** Value 11 is void. Source: Badrinarayanan, Kendall and Cipolla 2017 (SegNet), section 4.1. */
export const camvidLayout: LabelMapLayout = {
  parts: { train: part('train'), validation: part('val'), test: part('test') },
  classNames: [
    ...['sky', 'building', 'pole', 'road', 'pavement', 'tree'],
    ...['sign symbol', 'fence', 'car', 'pedestrian', 'bicyclist'],
  ],
};
