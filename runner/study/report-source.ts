/** The results of a graph as reports see them. */
import { type JobResult, recordOfResult } from '../exec/run-state.ts';
import type { JobGraph } from '../graph/job-graph.ts';
import { parseJsonLines } from '../report/json-lines.ts';
import type { ReportSource } from '../report/report-source.ts';
import { outputBytes, outputText } from '../store/output-text.ts';
import type { Store } from '../store/store.ts';
import { readMetrics } from './locked-profile.ts';

/** @param results by job label; absent when the job has not run. */
export function reportSource(
  graph: JobGraph,
  store: Store,
  results: ReadonlyMap<string, JobResult>,
): ReportSource {
  return {
    jobs: graph.jobs.filter(({ kind }) => kind !== 'select'),
    recordOf({ label }) {
      const result = results.get(label);
      return result === undefined ? 'not-run' : (recordOfResult(result) ?? 'failed');
    },
    metricsOf: (record) => readMetrics(record, store),
    linesOf(record, file) {
      const text = outputText(record, file, store);
      return text === undefined ? undefined : parseJsonLines(text);
    },
    bytesOf: (record, file) => outputBytes(record, file, store),
  };
}
