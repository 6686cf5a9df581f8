/** How images and label maps lie in the folders of published sets, and what the values of label maps mean. */

export type LabelMapPart = 'train' | 'validation' | 'test';

/** Where the images of a part are, below the folder of the set. */
export type PartLayout =
  /** Every file whose path is `before` + name + `after`; its label map has the same name between two others. */
  | {
      readonly kind: 'folders';
      readonly image: readonly [before: string, after: string];
      readonly label: readonly [before: string, after: string];
    }
  /** Names stand in a file, one a line. */
  | {
      readonly kind: 'list';
      readonly list: string;
      readonly image: readonly [before: string, after: string];
      readonly label: readonly [before: string, after: string];
    };

export interface LabelMapLayout {
  readonly parts: Readonly<Partial<Record<LabelMapPart, PartLayout>>> &
    Readonly<Record<'train' | 'test', PartLayout>>;
  /** In the order of the labels. */
  readonly classNames: readonly string[];
  /** The label of each value in the files that is one; all other values are ignored. Absent where values are labels. */
  readonly labelOf?: Readonly<Record<number, number>>;
}

/** In the folder of a set: digests, sizes and names of its images and label maps. */
export const labelMapListName = 'label-maps.txt';
/** In the folder of a set: leads to the images, which stay where they are. */
export const labelMapImagesName = 'images';
