/** `reprise arch`: size, identity and picture of one architecture. */
import { readGiven } from '../../query/given-file.ts';
import { printAnswer } from '../../query/print-answer.ts';
import { typedOptions } from '../../query/typed-options.ts';
import { type CliContext, onlyFailure } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

export interface ArchFlags {
  readonly space: string;
  readonly svg?: string;
  readonly json?: boolean;
  /** The options of the spaces; each space says which are its own. */
  readonly [option: string]: string | boolean | undefined;
}

export async function archCommand(
  { cwd, terminal }: CliContext,
  architecture: string,
  { space, svg, json = false, ...options }: ArchFlags,
): Promise<ExitCode> {
  const given = readGiven(cwd, architecture);
  if (!given.ok) {
    terminal.err(onlyFailure(given.failures));
    return exitCode.usage;
  }
  const { architecture: value, file } = given.value;
  return printAnswer(
    terminal,
    {
      command: 'arch',
      space,
      architecture: value,
      options: typedOptions(options),
      draw: svg !== undefined,
    },
    { cwd, json, file, svg },
  );
}
