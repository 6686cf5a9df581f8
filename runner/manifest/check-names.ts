/** Names that become files must be told apart where case does not count, as on many disks. */
import { mapIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';

const maps = ['profiles', 'reports'] as const;

export const checkNames = (view: ManifestView): ManifestProblem[] =>
  maps.flatMap((map) => {
    const firsts = new Map<string, string>();
    return Object.keys(mapIn(view.plain, map)).flatMap((name) => {
      const other = firsts.get(name.toLowerCase());
      firsts.set(name.toLowerCase(), other ?? name);
      if (other === undefined) return [];
      const detail = { expected: 'names that differ in more than case', found: `${other} and ${name}` };
      return [view.atKey([map, name], { reason: 'same-but-case', name, other }, detail)];
    });
  });
