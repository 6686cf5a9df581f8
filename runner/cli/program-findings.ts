/**
 * What `doctor` finds about the program: git, build, packages, worker. Nothing of the looked-at project is run: the
 * worker that is started is the one of this program's own build.
 */
import { type Build, changedFiles, workerFiles } from '../build/build-file.ts';
import { currentBuild, ownBuild } from '../build/own-build.ts';
import { packageProblemsText } from '../build/package-problem-text.ts';
import { checkPackages, packagesToPin, readLockedPackages } from '../build/packages.ts';
import { cpuDevices } from '../exec/device.ts';
import { programFailure, WorkerProcess, workerLimits } from '../exec/worker-process.ts';
import { failureText } from '../log/failure-text.ts';
import { foreignPackageFault, isBuildOf, ownBuildFault, workerOf } from '../project/build.ts';
import { buildProblemText } from '../project/build-problem-text.ts';
import { readCodeState, readHead } from '../project/code-state.ts';
import { Git } from '../project/git.ts';
import { hiddenAdvice } from '../project/hidden-text.ts';
import { installedFault } from '../project/installed-package.ts';
import type { Project } from '../project/project.ts';
import { codeProblemText } from '../study/problem-text.ts';
import type { CliContext } from './context.ts';

export interface Finding {
  readonly state: 'good' | 'note' | 'bad';
  readonly subject: string;
  readonly found: string;
  /** What to do next. */
  readonly help?: string;
}

/** A message in two parts as a finding: its last line begins with `help:`. */
export function badFinding(subject: string, message: string): Finding {
  const [found = '', ...help] = message.split(/\n {2}help: |\nhelp: /);
  const advice = help.join('; ');
  return {
    state: 'bad',
    subject,
    found: oneLine(found),
    ...(advice === '' ? {} : { help: oneLine(advice) }),
  };
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

export async function gitFindings({ root, program }: Project): Promise<Finding[]> {
  const git = new Git(root);
  const version = await git.run(['--version']);
  const state = await readCodeState(root, await readHead(git), { program });
  if (!state.ok) return state.failures.map((problem) => badFinding('git', codeProblemText(problem)));
  const { commit, dirty } = state.value;
  const found = `${version.ok ? version.value : 'git'}, ${commit.slice(0, 12)}`;
  if (dirty === null) return [{ state: 'good', subject: 'git', found: `${found}, clean` }];
  const changes: Finding = {
    state: 'note',
    subject: 'git',
    found: `${found}, ${dirty.changed.length} uncommitted change(s)`,
  };
  if (dirty.hidden.length === 0) return [changes];
  const hidden: Finding = {
    state: 'bad',
    subject: 'git',
    found: `differs from the commit, though git does not show it: ${dirty.hidden.slice(0, 3).join(', ')}`,
    help: hiddenAdvice(dirty).join('; '),
  };
  return [changes, hidden];
}

/** The build that this program belongs to, where every file of it is as it was made. */
export function verifiedProgram(): Build | undefined {
  const own = ownBuild();
  return own.ok && changedFiles(own.value).length === 0 ? own.value : undefined;
}

export function buildFinding({ root: project, program: { root, installed } }: Project): Finding {
  const altered = installed === null ? undefined : installedFault(project, installed);
  const fault = ownBuildFault() ?? altered ?? foreignPackageFault(root) ?? currentFault(root);
  if (fault !== undefined) return badFinding('build', buildProblemText(fault));
  const own = ownBuild();
  if (own.ok && isBuildOf(root, own.value)) {
    return { state: 'good', subject: 'build', found: `as the sources, ${own.value.id.slice(0, 12)}` };
  }
  return {
    state: 'note',
    subject: 'build',
    found: own.ok ? 'of other sources than those of this folder' : 'none',
    help: '`reprise run` builds when it needs to; `npm run build` does it now',
  };
}

function currentFault(root: string) {
  const current = currentBuild(root);
  if (!current.ok) return current.failures.find(({ reason }) => reason !== 'build-absent');
  const { folder } = current.value;
  const files = changedFiles(current.value);
  return files.length === 0 ? undefined : ({ reason: 'build-changed', folder, files } as const);
}

export function packageFindings({ program: { root, packages } }: Project): Finding[] {
  const own = ownBuild();
  if (root !== packages || !own.ok || !isBuildOf(root, own.value)) return [];
  const wanted = packagesToPin(own.value.list.graph, readLockedPackages(root));
  const problems = checkPackages(root, wanted);
  if (problems.length > 0) return [badFinding('packages', packageProblemsText(problems))];
  return [{ state: 'good', subject: 'packages', found: `${wanted.length} that compute, as locked` }];
}

export async function workerFinding(build: Build | undefined, { clock }: CliContext): Promise<Finding> {
  const [device] = cpuDevices(1);
  if (build === undefined || device === undefined) {
    return { state: 'note', subject: 'worker', found: 'not started, since no build verifies' };
  }
  const since = clock.now();
  const expected = { id: build.id, changedFiles: () => changedFiles(build, workerFiles) };
  const command = { file: process.execPath, args: [workerOf(build)], build: expected };
  const changed = programFailure(command);
  if (changed !== undefined) return badFinding('worker', failureText(changed));
  const worker = new WorkerProcess(command, device, workerLimits, clock);
  const failure = await worker.ready();
  if (failure !== undefined) return badFinding('worker', failureText(failure));
  const startMs = clock.now() - since;
  await worker.shutdown();
  return { state: 'good', subject: 'worker', found: `ready in ${startMs.toFixed(0)} ms` };
}
