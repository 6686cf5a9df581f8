/** Every manifest and the latest runs: what is there at once, without opening an experiment. */
import { renderProblems } from '../../manifest/index.ts';
import { allManifests } from '../../study/manifest-file.ts';
import { listRuns } from '../../study/run-list.ts';
import type { Overview } from '../answers.ts';
import type { PageData } from '../page-data.ts';

/** Of runs that have ended. */
const mostRuns = 10;

export function overviewView(data: PageData): Overview {
  const project = data.project();
  const manifests = allManifests(project).map(({ id, title, file, profiles, isPackaged, problems }) => ({
    ...{ id, title, file, isPackaged },
    profiles: ['base', ...profiles],
    problems: problems.length === 0 ? null : renderProblems(problems),
  }));
  return {
    ...{ root: project.root, store: project.storeRoot, manifests },
    runs: listRuns(data.store(), mostRuns),
  };
}
