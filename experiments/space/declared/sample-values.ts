/**
 * Draws the values of all decisions uniformly over the combinations that are allowed. A decision with a logarithmic
 * scale counts its values by their share of that scale, and a float is drawn uniformly on its scale.
 */
import {
  type Chosen,
  Combinations,
  type Weights,
} from '../../../schemas/declared-space/count-combinations.ts';
import { type Decision, decisionsOf } from '../../../schemas/declared-space/decisions.ts';
import type { DeclaredSpace } from '../../../schemas/declared-space/declaration.ts';
import { type Domain, sizeOf } from '../../../schemas/declared-space/domain.ts';
import type { ValueClass } from '../../../schemas/declared-space/value-classes.ts';
import { log } from '../../../schemas/exact-math.ts';
import type { Draws } from '../../rng/draws.ts';
import { drawValue, type Values } from './values.ts';
import { drawWeighted } from './weighted-draw.ts';

/** What one value of average share counts where shares differ. */
const unit = 2 ** 40;

export class ValueSampler {
  readonly #combinations: Combinations;
  readonly #decisions: readonly Decision[];

  constructor(space: DeclaredSpace) {
    const decisions = decisionsOf(space).all;
    this.#decisions = decisions;
    this.#combinations = new Combinations(space, weightsOf(decisions));
  }

  sample(draws: Draws): Values {
    const chosen = this.#combinations.walk((weights) => drawWeighted(weights, draws));
    return chosen.map((values, i) => drawIn(values, this.#decisions[i], draws));
  }
}

type LogInteger = Extract<Domain, { readonly kind: 'integer' }>;

const isLog = (domain: Domain): domain is LogInteger => domain.kind === 'integer' && domain.log;

const weightsOf = (decisions: readonly Decision[]): Weights => {
  const domainOf = (decision: number) => decisions[decision]?.parameter.domain;
  return {
    of(decision, values) {
      const domain = domainOf(decision);
      if (!domain || !isLog(domain)) return BigInt(values.size);
      return BigInt(Math.max(1, Math.round(unit * sizeOf(domain) * share(domain, values))));
    },
    absent(decision) {
      const domain = domainOf(decision);
      return domain && isLog(domain) ? BigInt(unit) : 1n;
    },
  };
};

/** Of all values, on the logarithmic scale on which each integer reaches half a step to both sides. */
function share(domain: LogInteger, { indices, excludes }: ValueClass): number {
  const named = indices.reduce((sum, index) => sum + width(domain, index), 0);
  const all = log(domain.high + 0.5) - log(domain.low - 0.5);
  return (excludes ? all - named : named) / all;
}

const width = ({ low }: LogInteger, index: number): number => log(low + index + 0.5) - log(low + index - 0.5);

function drawIn(values: Chosen, decision: Decision | undefined, draws: Draws): number | undefined {
  if (!values || !decision) return undefined;
  const { domain } = decision.parameter;
  const { indices, excludes, size } = values;
  if (domain.kind === 'float') return drawValue(decision, draws);
  if (!isLog(domain)) return excludes ? nthOther(draws.below(size), indices) : draws.pick(indices);
  if (!excludes) {
    const widths = indices.map((index) => BigInt(Math.max(1, Math.round(unit * width(domain, index)))));
    return indices[drawWeighted(widths, draws)];
  }
  for (;;) {
    const index = drawValue(decision, draws);
    if (!indices.includes(index)) return index;
  }
}

/** The n-th index from 0 that is none of these rising ones. */
const nthOther = (n: number, indices: readonly number[]): number =>
  indices.reduce((at, index) => (index <= at ? at + 1 : at), n);
