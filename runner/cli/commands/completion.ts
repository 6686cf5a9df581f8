/** `reprise completion <shell>` prints what a shell reads; it then asks `reprise complete` at each press of the key. */
import type { Command } from 'commander';
import { findProject } from '../../project/project.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { readLatestRuns } from '../../study/latest-run.ts';
import { allManifests } from '../../study/manifest-file.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { completionScripts, type Shell } from '../completion/scripts.ts';
import { type CompletionNames, completions } from '../completion/words.ts';
import type { CliContext } from '../context.ts';

export function completionCommand({ terminal }: CliContext, shell: Shell): ExitCode {
  terminal.out(completionScripts[shell]);
  return exitCode.done;
}

export function completeCommand(context: CliContext, program: Command, words: readonly string[]): ExitCode {
  const found = completions(program, words, projectNames(context));
  if (found.length > 0) context.terminal.out(`${found.join('\n')}\n`);
  return exitCode.done;
}

/** Where there is no project, or one that cannot be read, there are no names. */
function projectNames({ cwd, env }: CliContext): CompletionNames {
  const found = findProject(cwd, {}, env);
  if (found?.ok !== true) return { manifests: none, jobs: none, runs: none, profiles: none };
  const project = found.value;
  const manifests = allManifests(project);
  return {
    manifests: () => manifests.flatMap(({ id }) => id ?? []),
    profiles: () => [...new Set(manifests.flatMap(({ profiles }) => profiles))],
    jobs: () => [
      ...new Set([...readLatestRuns(project.storeRoot).values()].flatMap(({ jobs }) => Object.keys(jobs))),
    ],
    runs: () => openProjectStore(project).runs(),
  };
}

const none = (): readonly string[] => [];
