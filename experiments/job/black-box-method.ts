/** From the settings of a manifest to a black-box method. */
import type { BlackBoxMethodSettings } from '../../schemas/methods.ts';
import { asha } from '../method/asha.ts';
import type { BlackBoxMethod } from '../method/black-box-method.ts';
import { bohb } from '../method/bohb.ts';
import { decoded } from '../method/decoded.ts';
import { hyperband, successiveHalving } from '../method/hyperband.ts';
import { localSearch } from '../method/local-search.ts';
import { randomSearch } from '../method/random.ts';
import { regularizedEvolution } from '../method/regularized-evolution.ts';
import { reinforce } from '../method/reinforce.ts';
import { tpe } from '../method/tpe.ts';
import type { Key } from '../rng/key.ts';
import { neighbourhood, type SearchedSpace } from '../space/variation.ts';

/** @param epochs length of each trial, for the methods that do not choose it */
export function blackBoxMethod<A>(
  settings: BlackBoxMethodSettings,
  { variation, config }: SearchedSpace<A>,
  epochs: number,
  key: Key,
): BlackBoxMethod<A> {
  const single = { epochs, key };
  switch (settings.kind) {
    case 'random':
      return randomSearch(variation, single);
    case 'regularized-evolution':
      return regularizedEvolution(variation, { ...settings, ...single, replacement: true });
    case 'local-search':
      return decoded(localSearch(neighbourhood(config), single), config);
    case 'reinforce':
      return decoded(reinforce(config, { ...settings, ...single }), config);
    case 'tpe':
      return decoded(tpe(config, { ...settings, ...single }), config);
    case 'successive-halving':
      return successiveHalving(variation, { ...settings, key });
    case 'hyperband':
      return hyperband(variation, { ...settings, key });
    case 'asha':
      return asha(variation, { ...settings, key });
    case 'bohb':
      return decoded(bohb(config, { ...settings, key }), config);
    default:
      return settings satisfies never;
  }
}
