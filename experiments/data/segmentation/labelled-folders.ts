/** A set of one's own: as many classes as `classes.txt` names, and a validation part where the folder has one. */
import { labelMapListName } from '../../../schemas/data-sets/label-map-layout.ts';
import {
  classesName,
  classNamesIn,
  labelledFolders,
  labelledFoldersLayout,
} from '../../../schemas/data-sets/labelled-folders.ts';
import { readDataFiles } from '../data-folder.ts';
import type { DataLoader } from '../data-loader.ts';
import type { LabelMapSet } from './label-maps.ts';
import { labelMapLoader } from './listed-label-maps.ts';

export const data: DataLoader<LabelMapSet> = {
  kind: labelledFolders.kind,
  load(folder) {
    const files = readDataFiles(labelledFolders, folder);
    if (!files.ok) return files;
    const text = (name: string): string => new TextDecoder().decode(files.value.get(name));
    const validates = /^validation /m.test(text(labelMapListName));
    const layout = labelledFoldersLayout(classNamesIn(text(classesName)), { validates });
    return labelMapLoader(labelledFolders, layout).load(folder);
  },
};
