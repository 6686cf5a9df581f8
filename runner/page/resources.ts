/** The resources of the page by name, each a question to the data; `handle.ts` puts them behind paths. */
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type PageProblem, parameter } from './asked.ts';
import type { OpenedExperiment, PageData } from './page-data.ts';
import { auditView } from './views/audit.ts';
import { cellView } from './views/cell.ts';
import { diffView } from './views/diff.ts';
import { type AskQuery, drawingView } from './views/drawing.ts';
import { experimentView } from './views/experiment.ts';
import { jobView } from './views/job.ts';
import { jobsView } from './views/jobs.ts';
import { logView } from './views/log.ts';
import { manifestView } from './views/manifest.ts';
import { overviewView } from './views/overview.ts';
import { pictureView } from './views/picture.ts';
import { recordView } from './views/record.ts';
import { reportView } from './views/report.ts';
import { runView } from './views/run.ts';
import { seedSetsView } from './views/seed-sets.ts';
import { stateView } from './views/state.ts';

export interface Served {
  readonly data: PageData;
  /** Puts a question to the query process, which draws architectures. */
  readonly ask: AskQuery;
  /** Milliseconds on the clock of the wall. */
  readonly now: () => number;
}

type Answer = Promise<Result<unknown, PageProblem>> | Result<unknown, PageProblem>;
export type Resource = (served: Served, url: URL) => Answer;

/** A resource of one experiment, named by the parameters `id` and `profile`. */
const ofExperiment =
  (view: (opened: OpenedExperiment, url: URL, served: Served) => Answer): Resource =>
  async (served, url) => {
    const id = parameter(url, 'id');
    if (!id.ok) return fail(...id.failures);
    const opened = await served.data.open(id.value, url.searchParams.get('profile') ?? 'base');
    return opened.ok ? view(opened.value, url, served) : fail(...opened.failures);
  };

export const resources: Readonly<Record<string, Resource>> = {
  overview: ({ data }) => ok(overviewView(data)),
  state: ({ data }, url) => stateView(data, url),
  experiment: ofExperiment((opened) => ok(experimentView(opened))),
  jobs: ofExperiment((opened) => ok(jobsView(opened))),
  report: ofExperiment(reportView),
  cell: ofExperiment(cellView),
  job: ofExperiment(jobView),
  drawing: ofExperiment((opened, url, { ask }) => drawingView(opened, url, ask)),
  audit: ofExperiment(async (opened) => ok(await auditView(opened))),
  'seed-sets': ofExperiment(async (opened) => ok(await seedSetsView(opened))),
  manifest: ({ data }, url) => manifestView(data, url),
  diff: ({ data }, url) => diffView(data, url),
  run: ({ data, now }, url) => runView(data, url, now),
  record: ({ data }, url) => recordView(data, url),
  picture: ({ data }, url) => pictureView(data, url),
  log: ({ data }, url) => logView(data, url),
};
