/** A cell of a report, followed to its jobs. */
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { cellProblemText } from '../../trace/cell-problem-text.ts';
import { findCell } from '../../trace/report-cell.ts';
import { traceCell } from '../../trace/trace-cell.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { CellAnswer } from '../answers.ts';
import { type PageProblem, parameter, problemOfText } from '../asked.ts';
import type { OpenedExperiment } from '../page-data.ts';

export function cellView(
  { experiment, traced, once }: OpenedExperiment,
  url: URL,
): Result<CellAnswer, PageProblem> {
  const row = parameter(url, 'row');
  const column = parameter(url, 'column');
  if (!row.ok || !column.ok) return fail(...[row, column].flatMap((each) => (each.ok ? [] : each.failures)));
  const report = url.searchParams.get('report') ?? undefined;
  const { manifest, graph } = experiment;
  const found = findCell(manifest, graph, { report, row: row.value, column: column.value });
  if (!found.ok) return fail(problemOfText(404, cellProblemText(onlyFailure(found.failures), manifest.id)));
  return once(`cell ${JSON.stringify([report, row.value, column.value])}`, () => {
    const { summary, jobs } = traceCell(traced(), found.value);
    return ok({
      ...{
        report: found.value.report,
        title: found.value.title,
        row: found.value.row,
        column: found.value.column,
      },
      ...{ summary, jobs, own: found.value.jobs.map(({ label }) => label) },
    });
  });
}
