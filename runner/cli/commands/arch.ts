/** `reprise arch`: size, identity and picture of one architecture: a file, a published name, or what a job found. */
import { ok, type Result } from '../../../schemas/result.ts';
import { type Given, readGiven } from '../../query/given-file.ts';
import { printAnswer } from '../../query/print-answer.ts';
import { typedOptions } from '../../query/typed-options.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { CliContext, ProjectFlags } from '../context.ts';
import { namedSpace } from '../named-space.ts';
import type { JobFlags } from '../requested-job.ts';
import spaces from '../space-options.json' with { type: 'json' };
import { type StoredArchitecture, storedArchitecture } from '../stored-architecture.ts';

export interface ArchFlags extends ProjectFlags, JobFlags {
  readonly space?: string;
  readonly svg?: string;
  readonly json?: boolean;
  /** The options of the spaces; each space says which are its own. */
  readonly [option: string]: string | boolean | undefined;
}

export async function archCommand(
  context: CliContext,
  architecture: string,
  { space, svg, json = false, store, manifest, profile, ...options }: ArchFlags,
): Promise<ExitCode> {
  const { cwd, terminal } = context;
  const jobFlags = {
    ...(store === undefined ? {} : { store }),
    ...(manifest === undefined ? {} : { manifest }),
    ...(profile === undefined ? {} : { profile }),
  };
  const stored = await storedArchitecture(context, architecture, space === undefined, jobFlags);
  const given: Result<StoredArchitecture, string> = stored ?? readGiven(cwd, architecture);
  if (!given.ok) {
    terminal.err(onlyFailure(given.failures));
    return exitCode.usage;
  }
  const word = space ?? spaceOf(given.value);
  if (word === undefined) {
    terminal.err(
      `error: expected the search space of the architecture, found no --space\n  help: pass --space with one of ${spaces.spaces.join(', ')}, or with the manifest that declares the space; the architecture of a job needs none\n`,
    );
    return exitCode.usage;
  }
  const { architecture: value, file } = given.value;
  const ofJob = space === undefined ? given.value.space : undefined;
  const named = ofJob === undefined ? namedSpace(context, word) : ok(ofJob);
  if (!named.ok) {
    terminal.err(onlyFailure(named.failures));
    return exitCode.usage;
  }
  const request = { command: 'arch' as const, space: named.value, architecture: value };
  return printAnswer(
    terminal,
    { ...request, options: typedOptions(options), draw: svg !== undefined },
    { cwd, json, file, svg },
  );
}

/** Architectures that jobs write say of which space they are. */
function spaceOf({ architecture }: Given): string | undefined {
  if ('name' in architecture) return undefined;
  const { value } = architecture;
  if (typeof value !== 'object' || value === null || !('space' in value)) return undefined;
  return typeof value.space === 'string' ? value.space : undefined;
}
