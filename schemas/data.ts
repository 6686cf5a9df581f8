/** All data sets, for those who ask by name. A loader imports the facts of its own set alone. */
import { ade20k } from './data-sets/ade20k.ts';
import { camvid } from './data-sets/camvid.ts';
import { cifar10 } from './data-sets/cifar10.ts';
import { cityscapes } from './data-sets/cityscapes.ts';
import { cityscapesCoarse } from './data-sets/cityscapes-coarse.ts';
import type { DataSetInfo, PublishedCorpus } from './data-sets/data-set.ts';
import { grammar } from './data-sets/grammar.ts';
import { imagenet } from './data-sets/imagenet.ts';
import { labelledFolders } from './data-sets/labelled-folders.ts';
import { nasbench101 } from './data-sets/nasbench101.ts';
import { optdigits } from './data-sets/optdigits.ts';
import { ptb, publishedPtb } from './data-sets/ptb.ts';
import { shapes } from './data-sets/shapes.ts';
import { textures10 } from './data-sets/textures10.ts';
import { textures1064 } from './data-sets/textures10-64.ts';
import { textures10Cells } from './data-sets/textures10-cells.ts';
import { voc2012 } from './data-sets/voc2012.ts';
import { publishedWikitext2, wikitext2 } from './data-sets/wikitext-2.ts';

export type { DataIndex, DataKind, DataSetInfo, PublishedCorpus } from './data-sets/data-set.ts';

export const dataSets = {
  textures10,
  optdigits,
  cifar10,
  'textures10-64': textures1064,
  imagenet,
  grammar,
  ptb,
  'wikitext-2': wikitext2,
  'textures10-cells': textures10Cells,
  nasbench101,
  shapes,
  camvid,
  voc2012,
  cityscapes,
  'cityscapes-coarse': cityscapesCoarse,
  ade20k,
  'labelled-folders': labelledFolders,
} as const satisfies Record<string, DataSetInfo>;

/** What was published about corpora that are added from files. */
export const publishedCorpora = {
  ptb: publishedPtb,
  'wikitext-2': publishedWikitext2,
} as const satisfies Record<string, PublishedCorpus>;

export type DataSetName = keyof typeof dataSets;
