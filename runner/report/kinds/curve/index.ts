/** How searches or trainings went: one line for each method variant. */
import { figureFiles, type ReportFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { fieldLabel } from '../../settings/label.ts';
import { checkCurve } from './check-lines.ts';
import { compareCurves } from './compare-lines.ts';
import { type Curve, computeCurve } from './curve.ts';
import { curveData, renderCurveCsv, renderCurveJson, renderCurveProvenance } from './curve-data.ts';
import { curveFigure } from './curve-figure.ts';
import { curveProblemText } from './curve-problem.ts';
import { curveText } from './curve-text.ts';
import { gatherCurve } from './gather-curve.ts';
import { type CurveReport, curveSettings } from './settings.ts';

export const curve = defineReportKind({
  kind: 'curve',
  title: 'Curve',
  description:
    'A figure of how a search or a training went: one line for each method variant, over the lines of its trajectories, all seeds pooled.',
  settings: curveSettings,
  example: {
    title: 'Best architecture found',
    stage: 'search',
    phase: 'score',
    x: 'trial',
    y: 'validationErrorPercent',
    yLabel: 'Validation error (%)',
    aggregate: 'median',
    bestSoFar: 'lowest',
    step: true,
  },
  check: checkCurve,
  reads: ({ y, yLabel, stage }) => [{ reads: y, label: yLabel, stage, metric: null }],
  resolve(report: CurveReport) {
    const { x, y, xLabel, yLabel }: Written = report;
    return { ...report, xLabel: xLabel ?? fieldLabel(x), yLabel: yLabel ?? fieldLabel(y) };
  },
  gather: gatherCurve,
  problemText: curveProblemText,
  compute: computeCurve,
  data: curveData,
  files: renderCurve,
  compare: compareCurves,
});

/** Before its labels are filled in. */
type Written = Pick<CurveReport, 'x' | 'y'> & Partial<CurveReport>;

export function renderCurve(curve: Curve, experiment: string): Promise<ReportFiles> {
  const text = curveText(curve);
  return figureFiles({ experiment, name: curve.name }, text, curveFigure(curve, text.warning), {
    csv: renderCurveCsv(curve),
    json: renderCurveJson(curve),
    provenance: renderCurveProvenance(curve),
  });
}
