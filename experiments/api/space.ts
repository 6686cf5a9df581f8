/** What a search space of a project's own is written with: `reprise/space`. */
export type { CnnGenotype } from '../../schemas/architecture.ts';
export { canonicalDigest } from '../../schemas/canonical.ts';
export { fail, ok, type Result } from '../../schemas/result.ts';
export type { Draws } from '../rng/draws.ts';
export {
  type ConfigSpace,
  type Configuration,
  categorical,
  numeric,
  sampleConfiguration,
} from '../space/config-space.ts';
export type { SpaceDescription, SpaceModule } from '../space/module.ts';
export type { SearchSpace } from '../space/search-space.ts';
