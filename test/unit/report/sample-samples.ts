/** Samples of methods over seed sets, with numbers that need no random generator. */
import { type SampleTable, sampleTable } from '../../../runner/report/samples/sample-table.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { seedValue } from './sample-report.ts';

interface Shape {
  readonly methods?: readonly string[];
  readonly seedSets?: readonly string[];
  /** Searches of each set, and evaluations of each search. */
  readonly searches?: number;
  readonly evaluations?: number;
  /** By places of method, set, search and evaluation. */
  readonly value?: (method: number, set: number, search: number, evaluation: number) => number;
  readonly dirty?: boolean;
  readonly kind?: string;
}

/** Methods half a percent apart, with a ripple. */
const rippled: NonNullable<Shape['value']> = (method, set, search, evaluation) =>
  17 + method / 2 + ((set * 37 + search * 13 + evaluation * 29 + method * 7) % 11) / 10;

export function samples({
  methods = ['rsws', 'asha', 'darts', 'random'],
  seedSets = ['first', 'second', 'third', 'fourth'],
  searches = 3,
  evaluations = 3,
  value = rippled,
  dirty = false,
  kind = 'seed-sets',
}: Shape = {}): SampleTable {
  const error = { metric: 'test.errorPercent', stage: 'evaluate', label: 'Test error' } as const;
  const rows = methods.map((label, method) => ({
    ...{ label, method: label, seedSet: null, missing: [] },
    values: seedSets.flatMap((seedSet, set) =>
      Array.from({ length: searches * evaluations }, (_, i) => {
        const [search, evaluation] = [Math.floor(i / evaluations), i % evaluations];
        const found = seedValue(seedSet, 100 * set + i + 1, value(method, set, search, evaluation), dirty);
        return { ...found, architecture: sha256(`${label} ${seedSet} ${search}`) };
      }),
    ),
  }));
  return sampleTable({
    name: 'main',
    settings: { kind, title: 'Test error by seed set (textures10)', ...error },
    seedSets,
    rows,
  });
}
