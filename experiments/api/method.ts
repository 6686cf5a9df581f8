/** What a search method of a project's own is written with: `reprise/method`. */
export type { BlackBoxMethod, Proposal, ScoredTrial } from '../method/black-box-method.ts';
export { compareTrials, isCrashed, Ledger } from '../method/ledger.ts';
export { type BlackBoxModule, defineBlackBox, type ProposalOptions } from '../method/module.ts';
export { compareScores, type Score } from '../method/score.ts';
export { budget, tinyBudget } from '../method/settings.ts';
export { type Draws, draws } from '../rng/draws.ts';
export { type Key, split } from '../rng/key.ts';
export type { ConfigSpace, Configuration } from '../space/config-space.ts';
export {
  type Neighbourhood,
  neighbourhood,
  type Sampler,
  type SearchedSpace,
  type Variation,
} from '../space/variation.ts';
export * from './settings.ts';
