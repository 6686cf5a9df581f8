/** Reading manifests: find them, check them, resolve them, and say what is wrong with them. */
export { type FoundManifest, findManifests } from './find-manifests.ts';
export { type LoadedManifest, type LoadOptions, loadManifest } from './load-manifest.ts';
export type { ManifestProblem } from './problem.ts';
export { type RenderOptions, renderProblems } from './render-problems.ts';
export { resolveId } from './resolve-id.ts';
export { stageSeeds } from './stage-seeds.ts';
