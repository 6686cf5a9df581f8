/** Compares two sides, and looks into their code and their reports only where ids do not show that they are the same. */
import type { RunDiff } from '../../schemas/diff.ts';
import { haveSameCode } from './code-difference.ts';
import { compareViews } from './compare-views.ts';
import type { EvidenceView } from './evidence-view.ts';
import { haveSameReports } from './report-difference.ts';

const none: ReadonlyMap<string, string> = new Map();

export async function compareSides(a: EvidenceView, b: EvidenceView): Promise<RunDiff> {
  const reached = haveSameCode(a, b) ? undefined : { a: await a.code.reached(), b: await b.code.reached() };
  const texts = haveSameReports(a, b)
    ? { a: none, b: none }
    : { a: await a.reports.texts(), b: await b.reports.texts() };
  return compareViews(a, b, { reached, texts });
}
