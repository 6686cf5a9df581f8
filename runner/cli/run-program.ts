/** What stands between a run and its first job: the program whose sources the keys name, and a tree that may be run. */
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type Build, changedFiles, workerFiles } from '../build/build-file.ts';
import { currentBuild } from '../build/own-build.ts';
import { packageProblemsText } from '../build/package-problem-text.ts';
import type { WorkerCommand } from '../exec/worker-process.ts';
import { checkEnginePackages, pinBuild, workerOf } from '../project/build.ts';
import { buildProblemText } from '../project/build-problem-text.ts';
import type { DirtyTree } from '../project/code-state.ts';
import { makeDirtyPatch } from '../project/dirty-patch.ts';
import { Git } from '../project/git.ts';
import { hiddenAdvice, hiddenMark } from '../project/hidden-text.ts';
import { mainOf } from '../project/program-build.ts';
import type { Project } from '../project/project.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import { codeStateOf, type Experiment, workerOverride } from '../study/experiment.ts';
import { patchProblemText } from '../study/problem-text.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';
import type { CliContext } from './context.ts';

/** The worker program of a run, for its whole life. */
export interface RunProgram {
  readonly worker: string;
  readonly command: WorkerCommand;
  /** Null for a program that stands in for the worker. */
  readonly build: Build | null;
}

/** @returns `other` when the build of the sources is not the one that this program belongs to. */
export async function findProgram(
  { terminal }: CliContext,
  project: Project,
  flags: { readonly allowDirty?: boolean },
): Promise<Result<RunProgram | 'other', ExitCode>> {
  const override = workerOverride();
  if (override !== undefined) {
    return ok({ worker: override, command: { file: process.execPath, args: [override] }, build: null });
  }
  // A tree that will be refused is not worth a build.
  let refusal: ExitCode | undefined;
  const pinned = await pinBuild(project.root, project.program, async () => {
    refusal = await dirtyRefusal(terminal, project, flags);
    if (refusal === undefined) terminal.err('building the program from its sources\n');
    return refusal === undefined;
  });
  if (!pinned.ok) {
    if (refusal !== undefined) return fail(refusal);
    for (const problem of pinned.failures) terminal.err(`error: ${buildProblemText(problem)}\n`);
    return fail(exitCode.failed);
  }
  const { build, isOwn } = pinned.value;
  if (!isOwn) return ok('other');
  const worker = workerOf(build);
  return ok({
    worker,
    command: {
      file: process.execPath,
      args: [worker],
      build: { id: build.id, changedFiles: () => changedFiles(build, workerFiles) },
    },
    build,
  });
}

/** Keys, selections and reports are computed by the command line too, so that of the other build takes over. */
export async function goOnWith({ terminal }: CliContext, project: Project): Promise<ExitCode> {
  const build = currentBuild(project.program.root);
  if (!build.ok) {
    for (const problem of build.failures) terminal.err(`error: ${buildProblemText(problem)}\n`);
    return exitCode.failed;
  }
  return (await mainOf(build.value))();
}

async function dirtyRefusal(
  terminal: CliContext['terminal'],
  project: Project,
  { allowDirty }: { readonly allowDirty?: boolean },
): Promise<ExitCode | undefined> {
  const code = await codeStateOf(project);
  if (!code.ok || code.value.dirty === null || allowDirty === true) return undefined;
  terminal.err(dirtyText(code.value.dirty));
  return exitCode.usage;
}

/** The experiment with the patch of its dirty tree, where one is allowed; or the exit code after saying why not. */
export async function readyToRun(
  { terminal }: CliContext,
  experiment: Experiment,
  program: RunProgram,
  flags: { readonly allowDirty?: boolean },
): Promise<Result<Experiment, ExitCode>> {
  const { code, project, manifest } = experiment;
  if (program.build !== null && program.build.list.sources !== code.sources) {
    terminal.err(`error: ${buildProblemText({ reason: 'sources-changed' })}\n`);
    return fail(exitCode.failed);
  }
  const packages = checkEnginePackages(project.program, manifest.engine, code.base);
  if (packages.length > 0) {
    terminal.err(`error: ${packageProblemsText(packages)}\n`);
    return fail(exitCode.failed);
  }
  if (code.dirty === null) return ok(experiment);
  if (flags.allowDirty !== true) {
    terminal.err(dirtyText(code.dirty));
    return fail(exitCode.usage);
  }
  return keepPatch(terminal, experiment);
}

/** The difference to the commit belongs to every result of a dirty tree. */
async function keepPatch(
  terminal: CliContext['terminal'],
  experiment: Experiment,
): Promise<Result<Experiment, ExitCode>> {
  const { code, project, store } = experiment;
  const patch = await makeDirtyPatch(new Git(project.root), code, project.storeRoot);
  if (!patch.ok) {
    for (const problem of patch.failures) terminal.err(`error: ${patchProblemText(problem)}\n`);
    return fail(exitCode.usage);
  }
  const stored = store.putObject(patch.value.patch);
  if (stored.ok) return ok({ ...experiment, dirtyPatch: patch.value });
  for (const problem of stored.failures) terminal.err(`error: ${storeProblemText(problem)}\n`);
  return fail(exitCode.failed);
}

function dirtyText(dirty: DirtyTree): string {
  const { changed } = dirty;
  const shown = changed.slice(0, 5).map((path) => `    ${path}${hiddenMark(dirty, path)}\n`);
  const more = changed.length > 5 ? `    and ${changed.length - 5} more\n` : '';
  const commit =
    'commit them, so that the results can be traced; or pass --allow-dirty, which marks every result `dirty`';
  // What an attribute converts cannot be committed.
  const help = dirty.converted.length === changed.length ? [] : [commit];
  return (
    `error: expected a committed tree, found ${changed.length} uncommitted change(s):\n${shown.join('')}${more}` +
    `  help: ${[...help, ...hiddenAdvice(dirty)].join('; ')}\n`
  );
}
