import { posix } from 'node:path';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { closest } from '../manifest-tree/suggest.ts';
import { findManifests, manifestsNaming } from './find-manifests.ts';

/**
 * The file of a manifest: looked up below the root when given an id; as it is when given a path, which is told by
 * its ending `.yaml`. A path need not exist.
 */
export function resolveId(root: string, idOrPath: string): Result<string, ManifestProblem> {
  if (idOrPath.endsWith('.yaml')) return ok(idOrPath);
  // To read every manifest takes longer than to plan ten thousand jobs.
  const [first, second] = manifestsNaming(root, idOrPath).filter(({ id }) => id === idOrPath);
  if (second) return fail(...second.problems);
  if (first) return ok(posix.join(root, first.file));
  const manifests = findManifests(root);
  // A file that cannot be read says of itself why; by its name it is the one that is meant.
  const broken = manifests.find(({ id, file }) => id === null && posix.basename(file, '.yaml') === idOrPath);
  if (broken) return ok(posix.join(root, broken.file));
  const ids = manifests.flatMap(({ id }) => (id === null ? [] : [id]));
  return fail({ reason: 'unknown-id', file: 'manifests', id: idOrPath, suggestion: closest(idOrPath, ids) });
}
