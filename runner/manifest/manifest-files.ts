/** The files in the folder of manifests. */
import { type Dirent, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';

/** Folders in each other below `manifests`. */
const mostLevels = 16;

/**
 * All of `manifests/**` below the root that is called `*.yaml`, sorted; none when there is no such folder. Linked folders
 * are not entered: git does not look into them either, and a link may lead back.
 */
export const manifestFiles = (root: string): string[] =>
  filesBelow(root, 'manifests', mostLevels).sort(byCodeUnit);

function filesBelow(root: string, folder: string, levels: number): string[] {
  return entriesOf(posix.join(root, folder)).flatMap((entry) => {
    const name = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return name.endsWith('.yaml') ? [name] : [];
    const inside = levels > 1 ? filesBelow(root, name, levels - 1) : [];
    // Named like a manifest, so that whoever made it expects one.
    return name.endsWith('.yaml') ? [name, ...inside] : inside;
  });
}

/** A folder that cannot be read has no manifests that anybody could read. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
