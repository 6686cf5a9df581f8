/** How much of the spread of each method comes from seed set, search and evaluation, as far as its seeds tell these apart. */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../../../schemas/contract.ts';
import { varianceComponents } from '../../../statistics/variance-components.ts';
import { groupBy } from '../../../util/group-by.ts';
import { countSchema, text } from '../../data-parts.ts';
import type { SampleRow, SampleTable } from '../../samples/sample-table.ts';

export interface RowComponents {
  readonly label: string;
  /** From the outermost; none where there is a problem. */
  readonly components: readonly Component[];
  readonly problem: ComponentProblem | null;
}

export interface Component {
  readonly source: Source;
  /** What else it holds, since no seed tells the two apart; null for nothing. */
  readonly with: Source | null;
  /** In the squared unit of the metric. */
  readonly variance: number;
  /** Of the sum of all components. */
  readonly share: number;
}

export type Source = 'seed set' | 'search' | 'evaluation';

export type ComponentProblem =
  /** A variance rests on too few of what varies. */
  | { readonly reason: 'too-few'; readonly source: Source; readonly found: number; readonly needed: number }
  /** Everything that varies varies together. */
  | { readonly reason: 'one-source' }
  | { readonly reason: 'no-spread' };

/**
 * Degrees of freedom of a component. The standard error of a variance with v of them is sqrt(2 / v) of it: with fewer, as
 * large as the variance itself or nearly so.
 */
const fewestDegrees = 3;

export const rowComponents = ({ rows, seedSets }: SampleTable): RowComponents[] =>
  rows.map((row) => ({ label: row.label, ...componentsOf(row, seedSets) }));

function componentsOf(row: SampleRow, seedSets: readonly string[]): Omit<RowComponents, 'label'> {
  const sample = seedSets
    .map((seedSet) => {
      const own = row.values.filter((value) => value.seedSet === seedSet);
      const searches = groupBy(own, ({ architecture, jobKey }) => architecture ?? jobKey);
      return [...searches.values()].map((values) => values.map(({ value }) => value));
    })
    .filter(({ length }) => length > 0);
  const none = (problem: ComponentProblem) => ({ components: [], problem });
  const searches = sample.flat();
  const degrees = [
    { source: 'seed set', groups: sample.length, df: sample.length - 1 },
    { source: 'search', groups: searches.length, df: searches.length - sample.length },
    { source: 'evaluation', groups: searches.flat().length, df: searches.flat().length - searches.length },
  ] as const;
  const told = degrees.filter(({ df }) => df > 0);
  const thin = told.find(({ df }) => df < fewestDegrees);
  if (told.length < 2) return none({ reason: 'one-source' });
  if (thin !== undefined) {
    const { source, groups, df } = thin;
    return none({ reason: 'too-few', source, found: groups, needed: groups - df + fewestDegrees });
  }
  const found = varianceComponents(sample);
  const variances = { 'seed set': found.set, search: found.search, evaluation: found.evaluation };
  const total = told.reduce((sum, { source }) => sum + (variances[source] ?? 0), 0);
  if (total === 0) return none({ reason: 'no-spread' });
  const components = told.map(({ source }) => {
    const variance = variances[source] ?? 0;
    return { source, with: joined(source, told), variance, share: variance / total };
  });
  return { components, problem: null };
}

/** What varies with a source and never without it: a search that each set has one of, an evaluation that each search has one of. */
function joined(source: Source, told: readonly { readonly source: Source }[]): Source | null {
  const isTold = (other: Source): boolean => told.some((one) => one.source === other);
  if (source === 'seed set' && !isTold('search')) return 'search';
  return source === 'search' && !isTold('evaluation') ? 'evaluation' : null;
}

const source = Type.Union([Type.Literal('seed set'), Type.Literal('search'), Type.Literal('evaluation')]);

export const componentsSchema = Type.Array(
  exact({
    label: text,
    components: Type.Array(
      exact({
        source,
        with: Type.Union([Type.Null(), source]),
        variance: Type.Number(),
        share: Type.Number(),
      }),
    ),
    problem: Type.Union([
      Type.Null(),
      exact({ reason: Type.Literal('too-few'), source, found: countSchema, needed: countSchema }),
      exact({ reason: Type.Literal('one-source') }),
      exact({ reason: Type.Literal('no-spread') }),
    ]),
  }),
);

export const componentsJson = (rows: readonly RowComponents[]): Static<typeof componentsSchema> =>
  rows.map(({ components, ...row }) => ({ ...row, components: [...components] }));
