/** `reprise trace <id> <row> <column>`: from one cell of a report to the jobs behind it, with all that they left. */
import { type Experiment, openExperiment } from '../../study/experiment.ts';
import { experimentCall } from '../../study/experiment-call.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { cellProblemText } from '../../trace/cell-problem-text.ts';
import { tracedExperiment } from '../../trace/job-of-experiment.ts';
import { findCell } from '../../trace/report-cell.ts';
import { type CellTrace, traceCell } from '../../trace/trace-cell.ts';
import { traceText } from '../../trace/trace-text.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export interface TraceFlags extends ProjectFlags {
  readonly report?: string;
  readonly profile?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

export async function traceCommand(
  context: CliContext,
  id: string,
  row: string,
  column: string,
  flags: TraceFlags,
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const opened = await openExperiment(project.value, id, {
    profile: flags.profile,
    sets: flags.set,
    optionalData: true,
  });
  if (!opened.ok) {
    context.terminal.err(experimentProblemsText(opened.failures));
    return exitCode.usage;
  }
  const { manifest, graph } = opened.value;
  const cell = findCell(manifest, graph, { report: flags.report, row, column });
  if (!cell.ok) {
    context.terminal.err(cellProblemText(onlyFailure(cell.failures), manifest.id));
    return exitCode.usage;
  }
  const traced = tracedExperiment(opened.value);
  const trace = traceCell(traced, cell.value);
  const subject = { call: experimentCall(opened.value), isLocked: traced.locked !== undefined };
  context.terminal.out(
    flags.json === true ? `${JSON.stringify(jsonTrace(trace, opened.value))}\n` : traceText(trace, subject),
  );
  return exitCode.done;
}

function jsonTrace({ cell, summary, jobs }: CellTrace, { manifest, profile }: Experiment) {
  const { report, row, column } = cell;
  return {
    id: manifest.id,
    profile,
    report,
    row,
    column,
    summary,
    cell: cell.jobs.map(({ label }) => label),
    jobs,
  };
}
