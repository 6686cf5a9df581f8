/** A manifest that passed every check, as a person writes it, to the shape that the rest of the runner reads. */
import { declaredMetrics } from '../../schemas/command.ts';
import { declaredName } from '../../schemas/declared-space/declaration.ts';
import { metricsOfKind } from '../../schemas/fit.ts';
import { type Seed, toSeed } from '../../schemas/ids.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import type {
  MethodEntry,
  MethodSettings,
  ReportSettings,
  ResolvedManifest,
  Stage,
  TaskSettings,
} from '../../schemas/manifest.ts';
import type { DeclaredMetric } from '../../schemas/metrics.ts';
import { type Node, nodeAt } from '../manifest-tree/node.ts';
import { reportKindOf } from '../report/find-kind.ts';
import { mapEntries, mapValues } from '../util/map-entries.ts';
import { isDeclared } from './check-space.ts';
import { withDefaults } from './defaults.ts';
import { manifestSchema } from './schema.ts';
import { withWrittenDigits } from './written-digits.ts';

type WrittenSeeds = readonly number[] | { readonly from: number; readonly count: number };

interface WrittenEntry extends Omit<MethodEntry, 'settings' | 'seedSets'> {
  readonly seedSets: Readonly<Record<string, WrittenSeeds>>;
}

/** What the schema describes, once its defaults are filled in. */
interface FilledManifest extends Omit<ResolvedManifest, 'seedSets' | 'methods'> {
  readonly seedSets: Readonly<Record<string, WrittenSeeds>>;
  readonly methods: Readonly<Record<string, MethodSettings & WrittenEntry>>;
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
  const written = declaredMetrics(filled.task['metrics']);
  const declared = metricsOfKind(filled.task) ?? written;
  return {
    ...manifest,
    task: withMetrics(filled.task, written),
    stages: mapValues(filled.stages, (stage) => withGoal(stage, declared)),
    space: isDeclared(filled.space) ? { ...filled.space, name: declaredName } : filled.space,
    seedSets: mapValues(filled.seedSets, expandSeeds),
    methods: mapValues(filled.methods, ({ matrix, label, valueLabels, seedSets, skip, ...settings }) => ({
      settings: settings as MethodSettings,
      matrix,
      label,
      valueLabels,
      seedSets: mapValues(seedSets, expandSeeds),
      skip,
    })),
    reports: mapEntries(filled.reports, (report, name) =>
      reportKindOf(report).resolve(
        withDigits(report, nodeAt(root, ['reports', name, 'published'])),
        declared,
      ),
    ),
  };
}

/** A task that declares metrics holds them as a list, since their order counts. */
function withMetrics(task: TaskSettings, declared: readonly DeclaredMetric[]): TaskSettings {
  return declared.length === 0 ? task : { ...task, metrics: declared.map((metric) => ({ ...metric })) };
}

/** A selection by a metric that the catalogue lacks knows its goal. */
function withGoal(stage: Stage, declared: readonly DeclaredMetric[]): Stage {
  if (stage.kind === 'search' || stage.select === null) return stage;
  const goal = declared.find(({ name }) => name === stage.select?.metric)?.goal;
  return goal === undefined ? stage : { ...stage, select: { ...stage.select, goal } };
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
