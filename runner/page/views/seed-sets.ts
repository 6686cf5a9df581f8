/** The numbers of each seed set side by side, column by column, with the figures that an audit draws of them. */
import { cellsOf, columnsOf } from '../../audit/seed-sets/columns.ts';
import { seedSetFigures } from '../../audit/seed-sets/figures.ts';
import { summarize } from '../../statistics/summary.ts';
import type { SeedSetsAnswer } from '../answers.ts';
import type { OpenedExperiment } from '../page-data.ts';
import { evidenceOf } from './audit.ts';

export function seedSetsView(opened: OpenedExperiment): Promise<SeedSetsAnswer> {
  return opened.once('seed-sets', async () => {
    const evidence = evidenceOf(opened);
    const columns = columnsOf(evidence).map((column) => {
      const { name, stage, info } = column;
      const { scale = 1, digits, unit, label, goal } = info;
      const methods = cellsOf(evidence, column).map(({ variant, sets }) => ({
        variant,
        sets: sets.map(({ seedSet, values }) => ({
          ...{ seedSet, values: values.map((value) => value * scale) },
          summary: summarize(
            values.map((value) => value * scale),
            goal,
          ),
        })),
      }));
      return { name, stage, label, unit, digits, goal, methods };
    });
    return { columns, figures: await seedSetFigures(evidence) };
  });
}
