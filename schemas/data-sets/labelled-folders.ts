import type { DataSetInfo } from './data-set.ts';
import { type LabelMapLayout, labelMapListName, type PartLayout } from './label-map-layout.ts';

/** Names of the classes, one a line, in the order of the labels. */
export const classesName = 'classes.txt';

export const labelledFolders = {
  name: 'labelled-folders',
  kind: 'label-maps',
  title: 'your own images with label maps, in folders',
  generated: false,
  files: [classesName, labelMapListName],
} as const satisfies DataSetInfo;

/** @param suffix of the images; label maps are PNG */
const part = (name: string, suffix: string): PartLayout => ({
  kind: 'folders',
  image: [`${name}/`, suffix],
  label: [`${name}-labels/`, '.png'],
});

export function labelledFoldersLayout(
  classNames: readonly string[],
  { suffix = '.png', validates }: { readonly suffix?: string; readonly validates: boolean },
): LabelMapLayout {
  return {
    parts: {
      train: part('train', suffix),
      ...(validates ? { validation: part('validation', suffix) } : {}),
      test: part('test', suffix),
    },
    classNames,
  };
}

/** Empty lines are left out. */
export const classNamesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
