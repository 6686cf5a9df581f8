/** `reprise bench`: recorded results, looked up, described and converted. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DataSetInfo, dataSets } from '../../../schemas/data.ts';
import { findProject } from '../../project/project.ts';
import { readGiven } from '../../query/given-file.ts';
import { printAnswer } from '../../query/print-answer.ts';
import { typedOptions } from '../../query/typed-options.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { CliContext, ProjectFlags } from '../context.ts';

export interface BenchFlags extends ProjectFlags {
  readonly json?: boolean;
  readonly epochs?: string;
}

export async function benchQueryCommand(
  context: CliContext,
  table: string,
  cell: string,
  flags: BenchFlags,
): Promise<ExitCode> {
  const { cwd, terminal } = context;
  const given = readGiven(cwd, cell);
  if (!given.ok) {
    terminal.err(onlyFailure(given.failures));
    return exitCode.usage;
  }
  const { architecture, file } = given.value;
  const options = typedOptions({ epochs: flags.epochs });
  return printAnswer(
    terminal,
    { command: 'bench-query', table: tableFile(context, table, flags), cell: architecture, options },
    { cwd, json: flags.json === true, file },
  );
}

export const benchInfoCommand = (context: CliContext, table: string, flags: BenchFlags): Promise<ExitCode> =>
  printAnswer(
    context.terminal,
    { command: 'bench-info', table: tableFile(context, table, flags) },
    { cwd: context.cwd, json: flags.json === true, file: null },
  );

export const benchConvertCommand = (
  { cwd, terminal }: CliContext,
  from: string,
  to: string,
  flags: BenchFlags,
): Promise<ExitCode> =>
  printAnswer(
    terminal,
    { command: 'bench-convert', from, to },
    { cwd, json: flags.json === true, file: null },
  );

/** A file as it was typed, since the query process runs in the same folder, or that of a data set that is a table. */
function tableFile({ cwd, env }: CliContext, table: string, flags: ProjectFlags): string {
  const known: Readonly<Record<string, DataSetInfo>> = dataSets;
  const file = Object.hasOwn(known, table) ? known[table]?.files[0] : undefined;
  const project = findProject(cwd, flags, env);
  if (existsSync(resolve(cwd, table)) || file === undefined || project?.ok !== true) return table;
  return join(project.value.dataRoot, table, file);
}
