/** All files of a report, by name. */
import type { AxisScale } from '../../schemas/reports.ts';
import type { CorrelationTable } from './correlation-table.ts';
import { correlationTableText } from './correlation-text.ts';
import type { Curve } from './curve.ts';
import { curveText } from './curve-text.ts';
import { curveFigure, type Drawable, scatterFigure } from './figure.ts';
import type { PairedTable } from './paired-table.ts';
import { pairedText } from './paired-text.ts';
import {
  renderCorrelationCsv,
  renderCorrelationJson,
  renderCorrelationProvenance,
  renderScatterCsv,
} from './render-correlation.ts';
import { renderCsv } from './render-csv.ts';
import { renderCurveCsv, renderCurveJson, renderCurveProvenance } from './render-curve.ts';
import { renderJson } from './render-json.ts';
import { renderLatex, renderLatexFigure } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderPairedCsv, renderPairedJson, renderPairedProvenance } from './render-paired.ts';
import { renderProvenance } from './render-provenance.ts';
import { renderText } from './render-text.ts';
import type { RowsInput } from './report-input.ts';
import type { ReportTable } from './report-table.ts';
import { renderRows, renderRowsProvenance, rowsText } from './rows-file.ts';
import { tableText } from './table-text.ts';
import type { TableText } from './text-table.ts';

export interface ReportFiles {
  /** The report for a terminal. */
  readonly terminal: string;
  /** File name to content. Equal results from a clean tree give equal bytes, whatever the commit. */
  readonly results: Readonly<Record<string, string>>;
  /** File name to content; names commits and artifacts, so it belongs into no lock. */
  readonly provenance: Readonly<Record<string, string>>;
}

export function renderReport(table: ReportTable): ReportFiles {
  const data = { csv: renderCsv(table), json: renderJson(table), provenance: renderProvenance(table) };
  return tableFiles(table.name, tableText(table), data);
}

export function renderCorrelation(table: CorrelationTable): ReportFiles {
  return tableFiles(table.name, correlationTableText(table), {
    csv: renderCorrelationCsv(table),
    json: renderCorrelationJson(table),
    provenance: renderCorrelationProvenance(table),
  });
}

export function renderPaired(table: PairedTable): ReportFiles {
  return tableFiles(table.name, pairedText(table), {
    csv: renderPairedCsv(table),
    json: renderPairedJson(table),
    provenance: renderPairedProvenance(table),
  });
}

/** Data alone: no table says what thousands of rows do. */
export const renderRowsReport = (input: RowsInput): ReportFiles => ({
  terminal: rowsText(input),
  results: { [`${input.name}.json`]: renderRows(input) },
  provenance: { [`${input.name}.provenance.json`]: renderRowsProvenance(input) },
});

export function renderCurve(curve: Curve): Promise<ReportFiles> {
  const text = curveText(curve);
  return figureFiles(curve.name, text, curveFigure(curve, text.warning), {
    csv: renderCurveCsv(curve),
    json: renderCurveJson(curve),
    provenance: renderCurveProvenance(curve),
  });
}

export function renderScatter(
  table: CorrelationTable,
  scales: { readonly xScale: AxisScale; readonly yScale: AxisScale },
): Promise<ReportFiles> {
  const text = correlationTableText(table);
  return figureFiles(table.name, text, scatterFigure(table, scales, text.warning), {
    csv: renderScatterCsv(table),
    json: renderCorrelationJson(table),
    provenance: renderCorrelationProvenance(table),
  });
}

interface Data {
  readonly csv: string;
  readonly json: string;
  readonly provenance: string;
}

function tableFiles(name: string, text: TableText, { csv, json, provenance }: Data): ReportFiles {
  return {
    terminal: renderText(text),
    results: {
      [`${name}.md`]: renderMarkdown(text),
      [`${name}.csv`]: csv,
      [`${name}.json`]: json,
      [`${name}.tex`]: renderLatex(name, text),
    },
    provenance: { [`${name}.provenance.json`]: provenance },
  };
}

async function figureFiles(
  name: string,
  text: TableText,
  { figure, notes }: Drawable,
  { csv, json, provenance }: Data,
): Promise<ReportFiles> {
  const { drawFigure } = await import('./draw-figure.ts');
  const whole = { ...text, notes: [...text.notes, ...notes] };
  return {
    terminal: renderText(whole),
    results: {
      [`${name}.svg`]: await drawFigure(figure),
      [`${name}.md`]: renderMarkdown(whole, `${name}.svg`),
      [`${name}.csv`]: csv,
      [`${name}.json`]: json,
      [`${name}.tex`]: renderLatexFigure(name, whole),
    },
    provenance: { [`${name}.provenance.json`]: provenance },
  };
}
