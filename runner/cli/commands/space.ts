/** `reprise space`: how many architectures a space has, and their hashes. */
import { ok } from '../../../schemas/result.ts';
import { printAnswer } from '../../query/print-answer.ts';
import { typedOptions } from '../../query/typed-options.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { CliContext } from '../context.ts';
import { namedSpace } from '../named-space.ts';

export interface SpaceFlags {
  readonly json?: boolean;
  readonly [option: string]: string | boolean | undefined;
}

export async function spaceCommand(
  context: CliContext,
  word: string | undefined,
  { json = false, ...options }: SpaceFlags,
): Promise<ExitCode> {
  const { cwd, terminal } = context;
  const space = word === undefined ? ok(null) : namedSpace(context, word);
  if (!space.ok) {
    terminal.err(onlyFailure(space.failures));
    return exitCode.usage;
  }
  const request = { command: 'space' as const, space: space.value };
  return printAnswer(
    terminal,
    { ...request, options: typedOptions(options), asJson: json },
    { cwd, json, file: null },
  );
}
