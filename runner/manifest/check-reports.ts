/** Each kind of report says what it asks of its manifest. */
import { mapsIn, textIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { findReportKind } from '../report/find-kind.ts';

/** A kind that does not exist is for the schema to name. */
export const checkReports = (view: ManifestView): ManifestProblem[] =>
  mapsIn(view.plain, 'reports').flatMap(
    ([name, report]) => findReportKind(textIn(report, 'kind'))?.check(view, report, ['reports', name]) ?? [],
  );
