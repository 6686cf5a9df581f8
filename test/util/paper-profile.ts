/** The manifest of a paper as it runs in the profile `paper`. */
import { findManifests, loadManifest, renderProblems } from '../../runner/manifest/index.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';

const files = new Map(findManifests('.').map(({ id, file }) => [id, file]));

export function paperProfile(id: string): ResolvedManifest {
  const loaded = loadManifest(files.get(id) ?? id, { profile: 'paper' });
  if (!loaded.ok) throw new Error(renderProblems(loaded.failures));
  return loaded.value.manifest;
}
