/** The page of one experiment as a file: every answer that its views ask for is put into it. */
import { isUtf8 } from 'node:buffer';
import { isSha256, toSha256 } from '../../schemas/ids.ts';
import { predictionsName } from '../../schemas/predictions.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { ExperimentAnswer, ExperimentState, JobAnswer, JobsAnswer, ReportAnswer } from './answers.ts';
import type { PageProblem } from './asked.ts';
import { type PageParts, staticDocument } from './document.ts';
import { type Parameters, questionOf } from './question.ts';
import { resources, type Served } from './resources.ts';

/** Jobs whose views are in the file; of a larger experiment only those behind the cells of its reports, as far as they go. */
const mostJobs = 2_000;
/** Drawings take a process each. */
const mostDrawings = 100;
/** Pictures of predictions, which may take megabytes each. */
const mostPictures = 12;
/** Of a file that a job left and that is in the page, such as its metrics. */
const mostBytes = 16 * 1024;
const shownFiles: ReadonlySet<string> = new Set(['metrics.json', 'selection.json', 'architecture.json']);

export interface StaticPage {
  readonly html: string;
  /** What there was too much of, in words. */
  readonly left: readonly string[];
}

export async function staticPage(
  served: Served,
  parts: PageParts,
  name: { readonly id: string; readonly profile: string },
): Promise<Result<StaticPage, PageProblem>> {
  const answers: Record<string, unknown> = {};
  const add = async <T>(resource: string, own: Parameters): Promise<Result<T, PageProblem>> => {
    const url = new URL('http://localhost/');
    for (const [key, value] of Object.entries(own)) url.searchParams.set(key, value);
    const found = await resources[resource]?.(served, url);
    if (found?.ok !== true) return fail(...(found?.failures ?? []));
    answers[questionOf(resource, own)] = found.value;
    return ok(found.value as T);
  };
  const experiment = await add<ExperimentAnswer>('experiment', name);
  if (!experiment.ok) return fail(...experiment.failures);
  const jobs = await add<JobsAnswer>('jobs', name);
  if (!jobs.ok) return fail(...jobs.failures);
  for (const resource of ['audit', 'seed-sets', 'manifest']) await add(resource, name);
  const state = await add<ExperimentState>('state', name);
  if (state.ok && state.value.latestRun !== '-') await add('run', { run: state.value.latestRun });
  for (const report of experiment.value.reports) await addReport(add, name, report.name);
  const labels = jobs.value.jobs.map(([label]) => label);
  let drawings = 0;
  let pictures = 0;
  for (const label of labels.slice(0, mostJobs)) {
    const job = await add<JobAnswer>('job', { ...name, label });
    if (!job.ok || job.value.result === null) continue;
    addOutputs(served, answers, job.value.result.outputs);
    answers[questionOf('record', { key: job.value.result.key })] = job.value.result;
    if (job.value.result.outputs.some((output) => output.name === predictionsName)) {
      pictures += 1;
      if (pictures <= mostPictures) await add('picture', { key: job.value.result.key });
    }
    if (job.value.result.architecture === null) continue;
    drawings += 1;
    if (drawings <= mostDrawings) await add('drawing', { ...name, label });
  }
  const { title, setting } = experiment.value;
  const start = `#/e/${encodeURIComponent(name.id)}/${encodeURIComponent(name.profile)}`;
  return ok({
    html: staticDocument(parts, `${title} (${setting})`, answers, start),
    left: [
      ...leftOut(labels.length - mostJobs, 'view of a job', 'views of jobs'),
      ...leftOut(drawings - mostDrawings, 'drawing', 'drawings'),
      ...leftOut(pictures - mostPictures, 'picture', 'pictures'),
    ],
  });
}

const leftOut = (count: number, one: string, many: string): string[] =>
  count <= 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`];

type Add = <T>(resource: string, own: Parameters) => Promise<Result<T, PageProblem>>;

async function addReport(add: Add, name: Parameters, report: string): Promise<void> {
  const found = await add<ReportAnswer>('report', { ...name, name: report });
  if (!found.ok) return;
  const { rows, columns } = found.value.cells;
  for (const row of rows)
    for (const column of columns) await add('cell', { ...name, report, row: row.name, column: column.name });
}

/** Small files, since the page shows them as they are. */
function addOutputs(
  { data }: Served,
  answers: Record<string, unknown>,
  outputs: NonNullable<JobAnswer['result']>['outputs'],
): void {
  for (const { name, digest, bytes } of outputs) {
    if (!shownFiles.has(name) || bytes > mostBytes || !isSha256(digest)) continue;
    const object = data.store().readObject(toSha256(digest));
    if (!object.ok || !isUtf8(object.value)) continue;
    answers[questionOf('object', { digest })] = new TextDecoder().decode(object.value);
  }
}
