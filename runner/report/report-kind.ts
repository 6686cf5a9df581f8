/**
 * A kind of report: one module that says everything about it. Its part of the schema of manifests and of the reference,
 * its checks, how it is built from results and how two of it are compared all come from here; `registry.ts` lists them.
 */
import type { TSchema } from '@sinclair/typebox';
import { type Contract, contractProblemText } from '../../schemas/contract.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { ReportSettings } from '../../schemas/manifest.ts';
import type { DeclaredMetric } from '../../schemas/metrics.ts';
import type { RerunReport } from '../../schemas/rerun-result.ts';
import type { Result } from '../../schemas/result.ts';
import type { Settings, SettingsOf } from '../../schemas/setting.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import type { Comparison, Verdicts } from './compare/comparison.ts';
import { type Row, reportRows } from './gather/rows.ts';
import type { ReadColumn } from './read-column.ts';
import type { ReportFiles, ReportName } from './report-files.ts';
import type { ReportProblem } from './report-problem.ts';
import type { ReportJob, ReportSource } from './report-source.ts';

/** The settings of a report of a kind, with every default filled in. */
export type ReportOf<K extends string, S extends Settings> = {
  readonly kind: K;
  readonly title: string;
} & SettingsOf<S>;

/** What every report is made of: its name within the manifest, which is the stem of its files, and its settings. */
export interface Named<R> {
  readonly name: string;
  readonly settings: R;
}

/** @typeParam R settings; I what results say; C what is computed of it; D content of the JSON file; P problems. */
interface Definition<R extends ReportSettings, I, C, D, P extends ReportProblem> {
  readonly kind: R['kind'];
  /** A noun, and one or two sentences. */
  readonly title: string;
  readonly description: string;
  /** Beside the kind and the title, which every report has. */
  readonly settings: Readonly<Record<Exclude<keyof R, 'kind' | 'title'>, TSchema>>;
  /** As it is written in a manifest with the methods rsws and random and the stages search, retrain and evaluate. */
  readonly example: JsonObject;
  /** What is wrong although the schema is kept. The settings may break the schema, too. @param path of the report */
  check(view: ManifestView, report: JsonObject, path: readonly string[]): ManifestProblem[];
  /**
   * What each column is read from, in their order; a metric that is shown in several ways, such as its mean and its best,
   * comes as often.
   */
  reads(report: R): readonly ReadColumn[];
  /** The rows of the report, each with its jobs. Absent where each method variant has one. */
  rows?<J extends ReportJob>(report: R, jobs: readonly J[]): readonly Row<J>[];
  /**
   * Fills in what depends on other settings, such as labels. Absent where nothing does.
   * @param declared the metrics of the task, where it declares its own
   */
  resolve?(report: R, declared: readonly DeclaredMetric[]): R;
  /** From the results of an experiment to what is computed of, or the settings that no result answers. */
  gather(report: Named<R>, source: ReportSource): Result<I, P>;
  /** Exhaustive. Absent where nothing can be wrong. */
  problemText?(problem: P): string;
  compute(input: I): C;
  /** Of the file `<name>.json`. Raise its version with every change of a field. */
  readonly data: Contract<D>;
  /** @param experiment id of the manifest */
  files(computed: C, experiment: string): ReportFiles | Promise<ReportFiles>;
  /** @param now the data of the later run */
  compare(now: D, comparison: Comparison<D>): Verdicts;
}

/** A kind to those who know nothing of what distinguishes it. */
export interface ReportKind
  extends Pick<
    Definition<ReportSettings, unknown, unknown, unknown, ReportProblem>,
    'kind' | 'title' | 'description' | 'example' | 'check' | 'data'
  > {
  readonly settings: Settings;
  reads(report: ReportSettings): readonly ReadColumn[];
  rows<J extends ReportJob>(report: ReportSettings, jobs: readonly J[]): readonly Row<J>[];
  resolve(report: ReportSettings, declared: readonly DeclaredMetric[]): ReportSettings;
  build(
    report: Named<ReportSettings> & ReportName,
    source: ReportSource,
  ): Promise<Result<ReportFiles, BadReport>>;
  /** Undefined when the text is no data of this kind. */
  compare(
    report: Pick<RerunReport, 'json' | 'provenance'>,
    lockedText: string | undefined,
    runs: Omit<Comparison<unknown>, 'before' | 'provenance'>,
  ): Verdicts | undefined;
}

/** A problem with its words. */
export interface BadReport {
  readonly problem: ReportProblem;
  readonly text: string;
}

export function defineReportKind<R extends ReportSettings, I, C, D, P extends ReportProblem = never>(
  definition: Definition<R, I, C, D, P>,
): ReportKind {
  const { kind, title, description, example, data, settings } = definition;
  // That settings are those of their kind is for the schema to prove.
  const own = (report: ReportSettings): R => report as R;
  return {
    ...{ kind, title, description, example, data, settings },
    check: (view, report, path) => definition.check(view, report, path),
    reads: (report) => definition.reads(own(report)),
    rows: (report, jobs) => definition.rows?.(own(report), jobs) ?? reportRows('method', { jobs }),
    resolve: (report, declared) => definition.resolve?.(own(report), declared) ?? report,
    async build({ experiment, name, settings: report }, source) {
      const found = definition.gather({ name, settings: own(report) }, source);
      if (!found.ok)
        return { ok: false, failures: found.failures.map((problem) => bad(definition, problem)) };
      const files = await definition.files(definition.compute(found.value), experiment);
      expectData(data, files.results[`${name}.json`] ?? '');
      return { ok: true, value: files };
    },
    compare({ json, provenance }, lockedText, runs) {
      const now = data.parse(json ?? '');
      if (!now.ok) return undefined;
      const before = data.parse(lockedText ?? '');
      return definition.compare(now.value, {
        ...{ before: before.ok ? before.value : undefined, provenance, isSameFile: runs.isSameFile },
        areBitwise: runs.areBitwise,
        cell: runs.cell,
      });
    },
  };
}

const bad = <P extends ReportProblem>(
  { problemText, kind }: { readonly kind: string; problemText?(problem: P): string },
  problem: P,
): BadReport => {
  if (problemText === undefined)
    throw new Error(`Internal error: ${kind} has no words for ${problem.reason}`);
  return { problem, text: problemText(problem) };
};

/** @throws Error naming the field: what is written must be what a later comparison can read. */
function expectData(data: Contract<unknown>, text: string): void {
  const read = data.parse(text);
  if (!read.ok) throw new Error(`Internal error: ${read.failures.map(contractProblemText).join('; ')}`);
}
