/** The kinds of reports. The first is what a report is that does not say. */
import { correlation } from './kinds/correlation/index.ts';
import { criticalDifference } from './kinds/critical-difference/index.ts';
import { curve } from './kinds/curve/index.ts';
import { paired } from './kinds/paired/index.ts';
import { predictions } from './kinds/predictions/index.ts';
import { ranks } from './kinds/ranks/index.ts';
import { reference } from './kinds/reference/index.ts';
import { reproduction } from './kinds/reproduction/index.ts';
import { rows } from './kinds/rows/index.ts';
import { scatter } from './kinds/scatter/index.ts';
import { seedSets } from './kinds/seed-sets/index.ts';
import { table } from './kinds/table/index.ts';
import { variance } from './kinds/variance/index.ts';

export const reportKinds = [
  table,
  correlation,
  paired,
  reference,
  reproduction,
  curve,
  scatter,
  seedSets,
  ranks,
  criticalDifference,
  variance,
  predictions,
  rows,
] as const;
