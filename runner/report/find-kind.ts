/** The kind of a report, by its name. */
import { reportKinds } from './registry.ts';
import type { ReportKind } from './report-kind.ts';

/** Undefined for a name that no kind has. @param kind of the settings; absent where a manifest leaves it out. */
export const findReportKind = (kind: string = reportKinds[0].kind): ReportKind | undefined =>
  reportKinds.find((each) => each.kind === kind);

/** Of settings that have passed the schema. */
export function reportKindOf({ kind }: { readonly kind: string }): ReportKind {
  const found = findReportKind(kind);
  if (found === undefined) throw new Error(`Internal error: the schema let the kind of report ${kind} pass`);
  return found;
}
