/** The results of a graph as reports see them. */
import { type JobResult, recordOfResult } from '../exec/run-state.ts';
import type { JobGraph } from '../graph/job-graph.ts';
import { parseJsonLines } from '../report/json-lines.ts';
import type { ReportSource } from '../report/report-source.ts';
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
    linesOf({ outputs }, file) {
      const output = Object.hasOwn(outputs, file) ? outputs[file] : undefined;
      if (output === undefined) return undefined;
      const object = store.readObject(output.digest);
      return object.ok ? parseJsonLines(new TextDecoder().decode(object.value)) : undefined;
    },
  };
}
