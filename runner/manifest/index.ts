/** Reading manifests: find them, check them, resolve them, and say what is wrong with them. */

export type { ManifestProblem } from '../manifest-tree/problem.ts';
export { type FoundManifest, findManifests } from './find-manifests.ts';
export { type LoadOptions, loadManifest } from './load-manifest.ts';
export type { ParsedFiles } from './merged.ts';
export { renderProblems } from './render-problems.ts';
export { resolveId } from './resolve-id.ts';
export { stageSeeds } from './stage-seeds.ts';
