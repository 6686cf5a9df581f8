/** What a run that a rerun has started tells it in the end. */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { RerunReport, RerunResult } from '../../schemas/rerun-result.ts';
import { dependenciesOf } from '../graph/job-graph.ts';
import { failureText } from '../log/failure-text.ts';
import { replaceFile } from '../util/atomic-file.ts';
import type { BuiltReport } from './build-reports.ts';
import type { Experiment } from './experiment.ts';
import type { RunOutcome } from './run-experiment.ts';

/** Does nothing for a run that was interrupted or whose tree is not a commit's: a rerun then has nothing to compare. */
export function writeRerunResult(file: string, experiment: Experiment, outcome: RunOutcome): void {
  if (outcome.found === undefined) return;
  const { executed, hits, results } = outcome.summary;
  const failures = [...results].flatMap(([label, result]) =>
    result.status === 'failed' ? [[label, failureText(result.failure)] as const] : [],
  );
  const result: RerunResult = {
    formatVersion: 1,
    id: experiment.manifest.id,
    profile: experiment.profile,
    found: outcome.found,
    graph: experiment.graph.jobs.map((job) => ({ label: job.label, needs: dependenciesOf(job) })),
    failures: Object.fromEntries(failures),
    executed,
    hits,
    reports: outcome.reports.map(reportOf),
  };
  replaceFile(file, `${canonicalJson(result)}\n`);
}

const reportOf = ({ name, terminal, files }: BuiltReport): RerunReport => ({
  name,
  terminal,
  json: files[`${name}.json`] ?? null,
  provenance: files[`${name}.provenance.json`] ?? null,
});
