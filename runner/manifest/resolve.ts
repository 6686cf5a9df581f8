/** A manifest that passed every check, as a person writes it, to the shape that the rest of the runner reads. */
import { type Seed, toSeed } from '../../schemas/ids.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import type {
  MethodEntry,
  MethodSettings,
  ReportSettings,
  ResolvedManifest,
} from '../../schemas/manifest.ts';
import { type Node, nodeAt } from '../manifest-tree/node.ts';
import { reportKindOf } from '../report/find-kind.ts';
import { withDefaults } from './defaults.ts';
import { manifestSchema } from './schema.ts';
import { withWrittenDigits } from './written-digits.ts';

type WrittenSeeds = readonly number[] | { readonly from: number; readonly count: number };

/** What the schema describes, once its defaults are filled in. */
interface FilledManifest extends Omit<ResolvedManifest, 'seedSets' | 'methods'> {
  readonly seedSets: Readonly<Record<string, WrittenSeeds>>;
  readonly methods: Readonly<Record<string, MethodSettings & Omit<MethodEntry, 'settings'>>>;
  readonly profiles?: JsonObject;
}

/**
 * The value must have passed the schema and the semantic checks.
 * @param root the tree that the value comes from, which knows how numbers are written
 */
export function resolveManifest(valid: JsonValue, root: Node): ResolvedManifest {
  // The schema is the proof; a contract test holds it and these types together.
  const filled = withDefaults(manifestSchema, valid) as unknown as FilledManifest;
  const { profiles: _, ...manifest } = filled;
  return {
    ...manifest,
    seedSets: mapValues(filled.seedSets, expandSeeds),
    methods: mapValues(filled.methods, ({ matrix, label, valueLabels, ...settings }) => ({
      settings: settings as MethodSettings,
      matrix,
      label,
      valueLabels,
    })),
    reports: mapEntries(filled.reports, (report, name) =>
      reportKindOf(report).resolve(withDigits(report, nodeAt(root, ['reports', name, 'published']))),
    ),
  };
}

function expandSeeds(written: WrittenSeeds): readonly Seed[] {
  if (!('from' in written)) return written.map(toSeed);
  return Array.from({ length: written.count }, (_, i) => toSeed(written.from + i));
}

function withDigits(report: ReportSettings, node: Node | undefined): ReportSettings {
  if (!('published' in report)) return report;
  // What a manifest holds is JSON.
  return { ...report, published: withWrittenDigits(report['published'] as JsonValue, node) };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  mapEntries(record, change);

function mapEntries<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
