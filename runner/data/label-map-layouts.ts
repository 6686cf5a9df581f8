/** The layouts of the published sets of images with label maps that are added from folders. */
import type { DataSetName } from '../../schemas/data.ts';
import { ade20kLayout } from '../../schemas/data-sets/ade20k.ts';
import { camvidLayout } from '../../schemas/data-sets/camvid.ts';
import { cityscapesLayout } from '../../schemas/data-sets/cityscapes.ts';
import { cityscapesCoarseLayout } from '../../schemas/data-sets/cityscapes-coarse.ts';
import type { LabelMapLayout } from '../../schemas/data-sets/label-map-layout.ts';
import { voc2012Layout } from '../../schemas/data-sets/voc2012.ts';

const layouts: Readonly<Partial<Record<DataSetName, LabelMapLayout>>> = {
  camvid: camvidLayout,
  voc2012: voc2012Layout,
  cityscapes: cityscapesLayout,
  'cityscapes-coarse': cityscapesCoarseLayout,
  ade20k: ade20kLayout,
};

/** Undefined for a set of another kind, and for a generated one. */
export const labelMapLayout = (name: DataSetName): LabelMapLayout | undefined => layouts[name];
