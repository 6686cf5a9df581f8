/** A kind of report that is a figure of samples: what it computes of them, and how it shows that. */
import type { Static, TSchema } from '@sinclair/typebox';
import type { JsonObject } from '../../../schemas/json.ts';
import type { DeclaredMetric } from '../../../schemas/metrics.ts';
import { ok } from '../../../schemas/result.ts';
import { checkMeasured } from '../check/stages.ts';
import type { Plot } from '../figure.ts';
import { metricColumn } from '../read-column.ts';
import { figureFiles, type ReportFiles } from '../report-files.ts';
import { defineReportKind, type ReportKind, type ReportOf } from '../report-kind.ts';
import { withLabel } from '../settings/label.ts';
import type { TableText } from '../text-table.ts';
import { compareSamples } from './compare-samples.ts';
import { gatherSamples } from './gather-samples.ts';
import { renderSampleCsv, renderSampleJson, renderSampleProvenance, sampleData } from './sample-data.ts';
import { type SampleTable, sampleTable } from './sample-table.ts';
import { sampleSettings } from './settings.ts';

/** @typeParam T what is computed of the samples; S its form in the JSON file */
interface SampleFigure<T, S extends TSchema> {
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  readonly example: JsonObject;
  /** Beside what every sample asks: that the stage measures the metric. */
  readonly check?: ReportKind['check'];
  statistics(table: SampleTable): T;
  readonly schema: S;
  /** In the metric's own unit. */
  json(statistics: T): Static<S>;
  text(table: SampleTable, statistics: T): TableText;
  /** @param warning stands below the title; null for none */
  plot(table: SampleTable, statistics: T, warning: string | null): Plot;
}

type SampleReport = ReportOf<string, typeof sampleSettings>;

export function defineSampleFigure<T, S extends TSchema>(figure: SampleFigure<T, S>) {
  const { kind, title, description, example, check } = figure;
  const render = (table: SampleTable, experiment: string): Promise<ReportFiles> => {
    const statistics = figure.statistics(table);
    const text = figure.text(table, statistics);
    const drawn = { figure: figure.plot(table, statistics, text.warning), notes: [] };
    return figureFiles({ experiment, name: table.name }, text, drawn, {
      csv: renderSampleCsv(table),
      json: renderSampleJson(table, figure.json(statistics)),
      provenance: renderSampleProvenance(table),
    });
  };
  const reportKind = defineReportKind({
    ...{ kind, title, description, example, settings: sampleSettings },
    check: (...asked) => [...checkMeasured(...asked), ...(check?.(...asked) ?? [])],
    reads: (report: SampleReport) => [metricColumn(report)],
    resolve: (report: SampleReport, declared: readonly DeclaredMetric[]) => withLabel(report, declared),
    gather: (report, source) => ok(gatherSamples(report, source)),
    compute: sampleTable,
    data: sampleData(kind, figure.schema),
    files: render,
    compare: compareSamples,
  });
  return { reportKind, render };
}
