/** What a finished job left, read from the store: metrics, selection, architecture, trajectory. */
import type { JsonObject } from '../../schemas/json.ts';
import {
  finalMetric,
  type JobMetrics,
  type MetricInfo,
  type MetricName,
  metricCatalog,
  metricInfo,
  readMetric,
} from '../../schemas/metrics.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { selectionFormat } from '../../schemas/selection.ts';
import { parseJsonLines } from '../report/json-lines.ts';
import { outputText } from '../store/output-text.ts';
import type { Store } from '../store/store.ts';
import { readMetrics } from '../study/locked-profile.ts';

type Read<F> = F extends { parse(text: string): infer R } ? Extract<R, { ok: true }> : never;
export type SelectionProtocol = Read<typeof selectionFormat>['value'];

/** Null for what the job did not leave, or what the store cannot give. */
export interface JobContent {
  readonly metrics: JobMetrics | null;
  readonly selection: SelectionProtocol | null;
  /** The text of `architecture.json`. */
  readonly architecture: string | null;
  readonly trajectory: readonly JsonObject[] | null;
}

export function readContent(record: JobRecord, store: Store): JobContent {
  const selection = outputText(record, 'selection.json', store);
  const protocol = selection === undefined ? undefined : selectionFormat.parse(selection);
  const lines = outputText(record, 'trajectory.jsonl', store);
  return {
    metrics: readMetrics(record, store) ?? null,
    selection: protocol?.ok === true ? protocol.value : null,
    architecture: outputText(record, 'architecture.json', store)?.trim() ?? null,
    trajectory: lines === undefined ? null : parseJsonLines(lines),
  };
}

/** Name, value and unit of every number that a job measured, as reports have them. */
export const metricRows = (metrics: JobMetrics): string[][] =>
  [...new Set([...catalogNames, ...namesOf(metrics)])].flatMap((name) => {
    const value = readMetric(metrics, name);
    return value === undefined
      ? []
      : [[name, isCatalogName(finalMetric(name)) ? valueText(value, metricInfo(name)) : String(value)]];
  });

const isCatalogName = (name: string): name is keyof typeof metricCatalog =>
  Object.hasOwn(metricCatalog, name);

const catalogNames: readonly MetricName[] = Object.keys(metricCatalog).filter(isCatalogName);

/** Numbers of both splits, those of the task's own names among them, and those of moments on the way. */
const namesOf = ({ earlier = {}, ...end }: JobMetrics): MetricName[] => [
  ...splitNames(end, ''),
  ...Object.entries(earlier).flatMap(([moment, scores]) => splitNames(scores, `${moment}.`)),
];

const splitNames = (scores: Pick<JobMetrics, 'validation' | 'test'>, moment: string): MetricName[] =>
  (['validation', 'test'] as const).flatMap((split) =>
    Object.keys(scores[split] ?? {})
      .filter((field) => field !== 'split' && field !== 'examples')
      .map((field): MetricName => `${split}.${moment}${field}`),
  );

/** A value in the unit and with the digits that reports give it. */
export function valueText(value: number, { unit, digits, scale = 1 }: MetricInfo): string {
  return `${(value * scale).toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

/** Such as `1 by validation.errorPercent, ties to lowest seed`. */
export const ruleText = ({
  metric,
  keep,
  ties,
}: Pick<SelectionProtocol, 'metric' | 'keep' | 'ties'>): string =>
  `${keep} by ${metric}, ties to ${ties.replace('-', ' ')}`;

/** The rule, then one row for each candidate, best first. */
export function selectionRows(selection: SelectionProtocol): string[][] {
  const { candidates } = selection;
  return [
    ['rule', ruleText(selection)],
    ...candidates.map(({ seed, value, kept }) => [kept ? 'kept' : '', `seed ${seed}: ${value}`]),
  ];
}
