/** From the results of an experiment to its reports. */
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import { reportKindOf } from '../report/find-kind.ts';
import type { ReportFiles } from '../report/report-files.ts';
import type { BadReport } from '../report/report-kind.ts';
import type { ReportProblem } from '../report/report-problem.ts';
import type { ReportSource } from '../report/report-source.ts';

export interface BuiltReport {
  readonly name: string;
  /** The report for a terminal: a table, or what is wrong with it. */
  readonly terminal: string;
  /** Every file of text, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly drawings: ReportFiles['drawings'];
  /** The files whose bytes depend on results alone; a lock names their digests. */
  readonly reproducible: Readonly<Record<string, string>>;
  /** What its settings ask for and no result has; such a report has no files. */
  readonly problems: readonly ReportProblem[];
}

/** @param setting what was computed, shown with the title: a table of a small profile must not look like the paper's. */
export async function buildReports(
  manifest: ResolvedManifest,
  setting: string,
  source: ReportSource,
): Promise<BuiltReport[]> {
  const reports: BuiltReport[] = [];
  for (const [name, written] of Object.entries(manifest.reports)) {
    const settings = { ...written, title: `${written.title} (${setting})` };
    const made = await reportKindOf(settings).build({ experiment: manifest.id, name, settings }, source);
    reports.push(made.ok ? builtReport(name, made.value) : brokenReport(name, made.failures));
  }
  return reports;
}

function builtReport(name: string, { terminal, results, provenance, drawings }: ReportFiles): BuiltReport {
  const files = { ...results, ...provenance, [`${name}.txt`]: terminal };
  return { name, terminal, files, drawings, reproducible: results, problems: [] };
}

function brokenReport(name: string, bad: readonly BadReport[]): BuiltReport {
  const terminal = bad.map(({ text }) => `error: ${text}\n`).join('');
  return {
    name,
    terminal,
    files: {},
    drawings: {},
    reproducible: {},
    problems: bad.map(({ problem }) => problem),
  };
}
