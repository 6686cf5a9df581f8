/** A report of an experiment, built of what the store has, with the names of the cells that can be followed. */
import { sha256 } from '../../../schemas/canonical.ts';
import type { JsonValue } from '../../../schemas/json.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { JobResult } from '../../exec/run-state.ts';
import { reportKindOf } from '../../report/find-kind.ts';
import { columnInfo } from '../../report/read-column.ts';
import { type BuiltReport, buildReports } from '../../study/build-reports.ts';
import { profileInLock } from '../../study/profile-in-lock.ts';
import { reportSource } from '../../study/report-source.ts';
import { settingText } from '../../study/setting-text.ts';
import type { ReportAnswer, ReportCells } from '../answers.ts';
import { type PageProblem, parameter, problem } from '../asked.ts';
import type { OpenedExperiment } from '../page-data.ts';
import { jobStates } from './jobs.ts';

export async function reportView(
  opened: OpenedExperiment,
  url: URL,
): Promise<Result<ReportAnswer, PageProblem>> {
  const name = parameter(url, 'name');
  if (!name.ok) return fail(...name.failures);
  const { reports } = opened.experiment.manifest;
  if (!Object.hasOwn(reports, name.value))
    return fail(
      problem(
        404,
        `expected a report of ${opened.experiment.manifest.id}, one of ${Object.keys(reports).join(', ')}; found "${name.value}"`,
        'choose one of them',
      ),
    );
  return ok(await opened.once(`report ${name.value}`, () => reportOf(opened, name.value)));
}

/** All of them, each as a terminal shows it. */
export async function reportTexts(opened: OpenedExperiment): Promise<readonly string[]> {
  const { experiment } = opened;
  const source = reportSource(experiment.graph, experiment.store, resultsOf(opened));
  const built = await buildReports(experiment.manifest, settingText(experiment), source);
  return built.map(({ terminal }) => terminal);
}

async function reportOf(opened: OpenedExperiment, name: string): Promise<ReportAnswer> {
  const { experiment } = opened;
  const { manifest, graph, store } = experiment;
  const settings = manifest.reports[name];
  if (settings === undefined) throw new Error(`Internal error: no report ${name}`);
  const asked = { ...manifest, reports: { [name]: settings } };
  const source = reportSource(graph, store, resultsOf(opened));
  const [built] = await buildReports(asked, settingText(experiment), source);
  if (built === undefined) throw new Error(`Internal error: ${name} was not built`);
  const states = jobStates(opened);
  return {
    ...{
      name,
      kind: settings.kind,
      title: `${settings.title} (${settingText(experiment)})`,
      text: built.terminal,
    },
    isBroken: built.problems.length > 0,
    data: dataOf(built),
    svg: built.files[`${name}.svg`] ?? null,
    files: filesOf(opened, built),
    cells: cellsOf(opened, name),
    earlier: states.filter((state) => state === 'earlier').length,
  };
}

/** Those of the code as it is, or else those that came before. */
function resultsOf(opened: OpenedExperiment): ReadonlyMap<string, JobResult> {
  return opened.once('results', () => {
    const { graph } = opened.experiment;
    const traced = opened.traced();
    return new Map(
      graph.jobs.flatMap(({ label }): [string, JobResult][] => {
        const found = traced.stateOf(label);
        if ('record' in found) return [[label, { status: 'hit', record: found.record }]];
        return found.state === 'failed' ? [[label, { status: 'failed', failure: found.failed.failure }]] : [];
      }),
    );
  });
}

const dataOf = ({ name, files }: BuiltReport): JsonValue => {
  const text = files[`${name}.json`];
  return text === undefined ? null : JSON.parse(text);
};

/** Each with its digest, and whether the lock has the same. */
function filesOf(
  { experiment }: OpenedExperiment,
  { files, reproducible }: BuiltReport,
): ReportAnswer['files'] {
  const locked = profileInLock(experiment)?.reports ?? {};
  return Object.entries(files).map(([file, text]) => {
    const digest = sha256(text);
    const isLocked = Object.hasOwn(reproducible, file) && Object.hasOwn(locked, file);
    return { file, digest, text, asLocked: isLocked ? locked[file] === digest : null };
  });
}

/** Rows and columns under the names by which a cell is asked for. */
function cellsOf({ experiment: { manifest, graph } }: OpenedExperiment, name: string): ReportCells {
  const settings = manifest.reports[name];
  if (settings === undefined) return { rows: [], columns: [] };
  const kind = reportKindOf(settings);
  const measuring = graph.jobs.filter(({ kind: of }) => of !== 'select');
  const columns = new Map(
    kind.reads(settings).map((column) => {
      const { reads, stage, label } = column;
      return [`${reads}@${stage}`, { stage, label, digits: columnInfo(column)?.digits ?? null }];
    }),
  );
  return {
    rows: kind.rows(settings, measuring).map(({ input: { label, seedSet }, jobs }) => {
      const variant = jobs[0]?.variant ?? label;
      return { name: seedSet === null ? variant : `${variant}/${seedSet}`, label, seedSet };
    }),
    columns: [...columns].map(([column, rest]) => ({ name: column, ...rest })),
  };
}
