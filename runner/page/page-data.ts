/**
 * What the page shows, opened once and kept until a file of the project or of the store has changed. Nothing here writes:
 * the store is only looked at.
 */
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Project } from '../project/project.ts';
import type { ReadOnlyStore } from '../store/read-only-store.ts';
import { type Experiment, openExperiment, openProjectStore } from '../study/experiment.ts';
import { type ExperimentPlan, planExperiment } from '../study/plan-experiment.ts';
import { experimentProblemsText } from '../study/problem-text.ts';
import { type TracedExperiment, tracedExperiment } from '../trace/job-of-experiment.ts';
import { type PageProblem, problem, problemOfText } from './asked.ts';
import { quietStore } from './quiet-store.ts';
import { storeStamp, treeStamp } from './stamps.ts';

/** An experiment with what views of it share, each part computed when it is first asked for. */
export interface OpenedExperiment {
  readonly experiment: Experiment & { readonly store: ReadOnlyStore };
  readonly plan: () => ExperimentPlan;
  readonly traced: () => TracedExperiment;
  /** Kept with the experiment. */
  readonly once: <T>(name: string, make: () => T) => T;
}

export interface PageData {
  /** As it is now. @throws ExplainedError where it is none any more */
  project(): Project;
  /** A look at it as it is now. */
  store(): ReadOnlyStore;
  /** @param profile `base` for none */
  open(id: string, profile: string): Promise<Result<OpenedExperiment, PageProblem>>;
}

/** Time within which files are not asked again for their times. */
const freshMs = 1_000;

/** @param now milliseconds on a clock. */
export function pageData(findProject: () => Project, now: () => number): PageData {
  let project = findProject();
  let stamps = { tree: '', store: '', at: Number.NEGATIVE_INFINITY };
  let store = quietStore(openProjectStore(project));
  const opened = new Map<string, Promise<Result<OpenedExperiment, PageProblem>>>();
  const renew = (): void => {
    if (now() - stamps.at < freshMs) return;
    const found = { tree: treeStamp(project.root), store: storeStamp(project.storeRoot), at: now() };
    // What code there is, is read once for a project.
    if (found.tree !== stamps.tree) project = findProject();
    if (found.tree !== stamps.tree || found.store !== stamps.store) {
      opened.clear();
      store = quietStore(openProjectStore(project));
    }
    stamps = found;
  };
  return {
    project() {
      renew();
      return project;
    },
    store() {
      renew();
      return store;
    },
    open(id, profile) {
      renew();
      const name = JSON.stringify([id, profile]);
      const known = opened.get(name) ?? openNow(project, store, id, profile);
      opened.set(name, known);
      return known;
    },
  };
}

async function openNow(
  project: Project,
  store: ReadOnlyStore,
  id: string,
  profile: string,
): Promise<Result<OpenedExperiment, PageProblem>> {
  // A path would be a file of anywhere.
  if (id.includes('/') || id.endsWith('.yaml'))
    return fail(problem(400, `expected the id of a manifest, found "${id}"`, '`reprise list` shows the ids'));
  const asked = profile === 'base' ? undefined : profile;
  const found = await openExperiment(project, id, { profile: asked, optionalData: true });
  if (!found.ok) return fail(problemOfText(404, experimentProblemsText(found.failures)));
  const experiment = { ...found.value, store };
  const kept = new Map<string, unknown>();
  const once = <T>(name: string, make: () => T): T => {
    if (!kept.has(name)) kept.set(name, make());
    return kept.get(name) as T;
  };
  return ok({
    experiment,
    once,
    plan: () => once('plan', () => planExperiment(experiment)),
    traced: () => once('traced', () => tracedExperiment(experiment)),
  });
}
