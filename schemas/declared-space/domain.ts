/** The values that one parameter of a declared space can take, by index from 0. */

export type Scalar = string | number | boolean;

/** Every value has an index but those of a float, of which there is a continuum. */
export type Domain =
  | { readonly kind: 'integer'; readonly low: number; readonly high: number; readonly log: boolean }
  | { readonly kind: 'float'; readonly low: number; readonly high: number; readonly log: boolean }
  /** low, low + step, ...: of an integer or a float with a step. */
  | { readonly kind: 'steps'; readonly low: number; readonly step: number; readonly count: number }
  /** Without an order. */
  | { readonly kind: 'choice'; readonly values: readonly Scalar[] }
  /** In their order. */
  | { readonly kind: 'ordinal'; readonly values: readonly Scalar[] };

/** How many values there are; infinite for a float. */
export function sizeOf(domain: Domain): number {
  switch (domain.kind) {
    case 'integer':
      return domain.high - domain.low + 1;
    case 'float':
      return Number.POSITIVE_INFINITY;
    case 'steps':
      return domain.count;
    default:
      return domain.values.length;
  }
}

/** @throws TypeError for a float, and for an index that no value has */
export function valueAt(domain: Domain, index: number): Scalar {
  const isIndex = Number.isInteger(index) && index >= 0 && index < sizeOf(domain);
  if (domain.kind === 'float' || !isIndex) {
    throw new TypeError(`Expected the index of one of ${sizeOf(domain)} values, got \`${index}\``);
  }
  if (domain.kind === 'integer') return domain.low + index;
  if (domain.kind === 'steps') return stepAt(domain.low, domain.step, index);
  return domain.values[index] as Scalar;
}

/** -1 for what is no value, and for any value of a float. */
export function indexOf(domain: Domain, value: Scalar): number {
  if (domain.kind === 'choice' || domain.kind === 'ordinal') return domain.values.indexOf(value);
  if (typeof value !== 'number' || domain.kind === 'float') return -1;
  const index =
    domain.kind === 'integer' ? value - domain.low : Math.round((value - domain.low) / domain.step);
  const isValue = Number.isInteger(index) && index >= 0 && index < sizeOf(domain);
  return isValue && valueAt(domain, index) === value ? index : -1;
}

/** What a person may write for it, for messages. */
export function domainText(domain: Domain): string {
  switch (domain.kind) {
    case 'integer':
      return `an integer in [${domain.low}, ${domain.high}]`;
    case 'float':
      return `a number in [${domain.low}, ${domain.high}]`;
    case 'steps': {
      const last = stepAt(domain.low, domain.step, domain.count - 1);
      return `one of ${domain.low}, ${stepAt(domain.low, domain.step, 1)}, ..., ${last}`;
    }
    default:
      return `one of ${shownValues(domain.values)}`;
  }
}

const mostShown = 12;

const shownValues = (values: readonly Scalar[]): string =>
  values.length <= mostShown
    ? values.join(', ')
    : `${values.slice(0, mostShown).join(', ')}, ... (${values.length} values)`;

/** With no more decimals than the two numbers have, so that 0.1 + 2 * 0.1 is 0.3; never -0. */
export const stepAt = (low: number, step: number, index: number): number =>
  Number((low + index * step).toFixed(Math.min(100, Math.max(decimals(low), decimals(step))))) + 0;

function decimals(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent));
}

export const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));
