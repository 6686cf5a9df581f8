/** `reprise status`: how far each experiment is. */
import { resolve } from 'node:path';
import { type Frame, showFrames } from '../../log/live-text.ts';
import { loadManifest, type ParsedFiles, renderProblems } from '../../manifest/index.ts';
import type { Project } from '../../project/project.ts';
import { openExperiment, openProjectStore } from '../../study/experiment.ts';
import { type ExperimentState, experimentState } from '../../study/experiment-state.ts';
import { allManifests, manifestFile } from '../../study/manifest-file.ts';
import { planExperiment } from '../../study/plan-experiment.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { type ListedRun, listRuns } from '../../study/run-list.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { textTable } from '../../util/text-table.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { runTable } from '../run-table.ts';

export interface StatusFlags extends ProjectFlags {
  readonly json?: boolean;
  /** The runs in place of the experiments. */
  readonly runs?: boolean;
  /** Them, again and again while one goes on. */
  readonly live?: boolean;
}

/** Of runs that have ended. */
const mostRuns = 10;

export async function statusCommand(
  context: CliContext,
  id: string | undefined,
  flags: StatusFlags,
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  if (flags.runs === true || flags.live === true) return showRuns(context, project.value, id, flags);
  const asked = id === undefined ? undefined : manifestFile(project.value, id);
  if (asked?.ok === false) {
    context.terminal.err(renderProblems(asked.failures));
    return exitCode.usage;
  }
  // Papers of the package count only when they are asked for: most were never run here.
  const wanted = allManifests(project.value).filter(({ path, isPackaged }) =>
    asked === undefined ? !isPackaged : resolve(path) === resolve(asked.value),
  );
  const rows: ExperimentState[] = [];
  let broken = 0;
  const parsed: ParsedFiles = new Map();
  for (const { path, profiles } of wanted) {
    // Each profile of a broken manifest would say the same again.
    const loaded = loadManifest(path, { parsed });
    if (!loaded.ok) {
      context.terminal.err(renderProblems(loaded.failures));
      broken += 1;
      continue;
    }
    for (const profile of [undefined, ...profiles]) {
      const row = await stateOf(context, project.value, path, profile);
      if (row !== undefined) rows.push(row);
    }
  }
  const runs =
    flags.json === true ? [] : runsOf(project.value, id).filter(({ state }) => state === 'running');
  const going = runs.length === 0 ? '' : `\n${runTable(runs, context.clock)}`;
  context.terminal.out(flags.json === true ? `${JSON.stringify(rows)}\n` : `${table(rows)}${going}`);
  return broken === 0 ? exitCode.done : exitCode.usage;
}

const runsOf = (project: Project, id: string | undefined): ListedRun[] =>
  listRuns(openProjectStore(project), mostRuns).filter(
    ({ experiment }) => id === undefined || experiment === id || experiment.startsWith(`${id}.`),
  );

async function showRuns(
  { terminal, clock }: CliContext,
  project: Project,
  id: string | undefined,
  flags: StatusFlags,
): Promise<ExitCode> {
  if (flags.json === true) terminal.out(`${JSON.stringify(runsOf(project, id))}\n`);
  else if (flags.live === true && terminal.interactive) {
    const frame = (): Frame => {
      const runs = runsOf(project, id);
      return { text: runTable(runs, clock), isLast: runs.every(({ state }) => state !== 'running') };
    };
    await showFrames(terminal.errStream, frame, clock.sleep);
  } else terminal.out(runTable(runsOf(project, id), clock));
  return exitCode.done;
}

async function stateOf(
  context: CliContext,
  project: Project,
  file: string,
  profile: string | undefined,
): Promise<ExperimentState | undefined> {
  const opened = await openExperiment(project, file, { profile, optionalData: true });
  if (opened.ok) return experimentState(opened.value, planExperiment(opened.value));
  context.terminal.err(experimentProblemsText(opened.failures));
  return undefined;
}

function table(rows: readonly ExperimentState[]): string {
  return textTable([
    ['ID', 'PROFILE', 'DONE', 'TRIALS', 'FAILED', 'LOCK', 'LATEST RUN'],
    ...rows.map(({ id, profile, jobs, done, trials, failed, lock, latestRun }) => [
      id,
      profile,
      `${done}/${jobs}`,
      trials === 0 ? '-' : String(trials),
      failed === 0 ? '-' : String(failed),
      lock,
      latestRun,
    ]),
  ]);
}
