/** Every data set's loader. A job reaches the code of its own set alone. */
import type { DataLoader } from '../data/data-loader.ts';
import type { Loaded } from '../task/data-cache.ts';

const loaders = {
  textures10: () => import('../data/textures10.ts'),
  'textures10-64': () => import('../data/textures10-64.ts'),
  optdigits: () => import('../data/optdigits.ts'),
  cifar10: () => import('../data/cifar10.ts'),
  imagenet: () => import('../data/imagenet/load-imagenet.ts'),
  grammar: () => import('../data/language/grammar.ts'),
  ptb: () => import('../data/language/ptb.ts'),
  'wikitext-2': () => import('../data/language/wikitext-2.ts'),
  'textures10-cells': () => import('../benchmark/embedded-cells.ts'),
  nasbench101: () => import('../benchmark/load-nasbench101.ts'),
  shapes: () => import('../data/segmentation/shapes.ts'),
  camvid: () => import('../data/segmentation/camvid.ts'),
  voc2012: () => import('../data/segmentation/voc2012.ts'),
  cityscapes: () => import('../data/segmentation/cityscapes.ts'),
  'cityscapes-coarse': () => import('../data/segmentation/cityscapes-coarse.ts'),
  ade20k: () => import('../data/segmentation/ade20k.ts'),
  'labelled-folders': () => import('../data/segmentation/labelled-folders.ts'),
};

type AnyLoader = DataLoader<Loaded[keyof Loaded]>;
const byName: Readonly<Record<string, () => Promise<{ readonly data: AnyLoader }>>> = loaders;

export const dataNames: readonly string[] = Object.keys(loaders);

/** Undefined for a name that is none, and for data of another kind. */
export async function dataLoader<K extends keyof Loaded>(
  name: string,
  kind: K,
): Promise<DataLoader<Loaded[K]> | undefined> {
  const load = Object.hasOwn(byName, name) ? byName[name] : undefined;
  const data = load && (await load()).data;
  // The kind says which of the types it is.
  return data?.kind === kind ? (data as DataLoader<Loaded[K]>) : undefined;
}
