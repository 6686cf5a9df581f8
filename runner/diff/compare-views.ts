/**
 * Two pieces of evidence held against each other, in the order of cause and effect: manifest, code, environment, jobs,
 * reports. Pure: everything was read before.
 */
import type { RunDiff } from '../../schemas/diff.ts';
import { codeDifference, type ReachedPair } from './code-difference.ts';
import { environmentDifference } from './environment-difference.ts';
import type { EvidenceView } from './evidence-view.ts';
import { jobDifferences, jobPairs } from './job-differences.ts';
import { manifestDifference } from './manifest-difference.ts';
import { type ReportTexts, reportDifference } from './report-difference.ts';

/** What was looked up because ids differ. */
export interface LookedUp {
  /** Undefined where the code is the same. */
  readonly reached: ReachedPair | undefined;
  readonly texts: ReportTexts;
}

export function compareViews(a: EvidenceView, b: EvidenceView, { reached, texts }: LookedUp): RunDiff {
  const pairs = jobPairs(a, b);
  const sections = {
    manifest: manifestDifference(a, b),
    code: codeDifference(a, b, reached),
    environment: environmentDifference(a, b, pairs),
    jobs: jobDifferences(a, b, pairs),
    reports: reportDifference(a, b, texts),
  };
  return { formatVersion: 1, a: a.side, b: b.side, isEqual: !differs(sections), ...sections };
}

function differs({
  manifest,
  code,
  environment,
  jobs,
  reports,
}: Pick<RunDiff, 'manifest' | 'code' | 'environment' | 'jobs' | 'reports'>): boolean {
  const lists = [
    ...[manifest.fields, code.files, code.packages, code.settings, code.parts],
    ...[environment.fields, reports.files, reports.cells],
    ...[jobs.onlyA, jobs.onlyB, jobs.differing, jobs.otherKeys],
  ];
  return lists.some(({ length }) => length > 0);
}
