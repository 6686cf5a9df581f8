/** `reprise space`: how many architectures a space has, and their hashes. */
import { printAnswer } from '../../query/print-answer.ts';
import { typedOptions } from '../../query/typed-options.ts';
import type { ExitCode } from '../../util/exit-code.ts';
import type { CliContext } from '../context.ts';

export interface SpaceFlags {
  readonly json?: boolean;
  readonly [option: string]: string | boolean | undefined;
}

export const spaceCommand = (
  { cwd, terminal }: CliContext,
  space: string | undefined,
  { json = false, ...options }: SpaceFlags,
): Promise<ExitCode> =>
  printAnswer(
    terminal,
    { command: 'space', space: space ?? null, options: typedOptions(options), asJson: json },
    { cwd, json, file: null },
  );
