/** From the settings of a manifest to a black-box method. */
import type { BlackBoxMethod } from '../method/black-box-method.ts';
import type { BudgetSettings } from '../method/settings.ts';
import { loadMethod } from '../registry/load-method.ts';
import type { Key } from '../rng/key.ts';
import type { SearchedSpace } from '../space/variation.ts';

/** What every black-box method has; each has further settings of its own. */
export interface BlackBoxMethodSettings<Trial = unknown> extends BudgetSettings {
  readonly kind: string;
  /** How a trial is trained; absent on a tabular benchmark. */
  readonly trial?: Trial;
}

/** @param epochs length of each trial, for the methods that do not choose it */
export async function blackBoxMethod<A>(
  settings: BlackBoxMethodSettings,
  space: SearchedSpace<A>,
  epochs: number,
  key: Key,
): Promise<BlackBoxMethod<A>> {
  const method = await loadMethod(settings.kind);
  if (method?.form !== 'black-box') throw new TypeError(`Expected a black-box method, got ${settings.kind}`);
  return method.propose({ ...settings }, space, { epochs, key });
}
