/** Settings of a scatter plot. */
import type { ReportOf } from '../../report-kind.ts';
import { axisScales, measured } from '../../settings/shared.ts';

export const scatterSettings = { x: measured, y: measured, ...axisScales };
export type ScatterReport = ReportOf<'scatter', typeof scatterSettings>;
