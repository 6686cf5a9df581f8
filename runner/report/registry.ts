/** The kinds of reports. The first is what a report is that does not say. */
import { correlation } from './kinds/correlation/index.ts';
import { curve } from './kinds/curve/index.ts';
import { paired } from './kinds/paired/index.ts';
import { rows } from './kinds/rows/index.ts';
import { scatter } from './kinds/scatter/index.ts';
import { table } from './kinds/table/index.ts';

export const reportKinds = [table, correlation, paired, curve, scatter, rows] as const;
