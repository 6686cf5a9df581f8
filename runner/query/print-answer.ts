/** Puts a question to the query process and prints the answer. */
import { resolve } from 'node:path';
import type { QueryAnswer, QueryRequest } from '../../schemas/query.ts';
import type { Terminal } from '../log/terminal.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';
import { errorCode } from '../util/system-error.ts';
import { textTable } from '../util/text-table.ts';
import { ask } from './ask.ts';
import type { GivenFile } from './given-file.ts';
import { askProblemText, queryProblemsText } from './problem-text.ts';

export interface PrintOptions {
  readonly cwd: string;
  readonly json: boolean;
  /** What wrong values are in; null when no file was given. */
  readonly file: GivenFile | null;
  /** Where to write the picture. */
  readonly svg?: string | undefined;
}

export async function printAnswer(
  terminal: Terminal,
  request: QueryRequest,
  options: PrintOptions,
): Promise<ExitCode> {
  const asked = await ask(request);
  if (!asked.ok) {
    for (const problem of asked.failures) terminal.err(askProblemText(problem));
    return exitCode.failed;
  }
  const answer = asked.value;
  if (!answer.ok) {
    terminal.err(queryProblemsText(answer.problems, options.file));
    // A broken file of results is a finding; everything else is a matter of what was typed.
    return answer.problems.some(({ kind }) => kind === 'file') ? exitCode.failed : exitCode.usage;
  }
  return 'streamed' in answer ? exitCode.done : printTable(terminal, answer, options);
}

function printTable(
  terminal: Terminal,
  answer: Extract<QueryAnswer, { readonly ok: true; readonly rows: unknown }>,
  { cwd, json, svg }: PrintOptions,
): ExitCode {
  if (svg !== undefined) {
    const problem = writePicture(terminal, resolve(cwd, svg), svg, answer.svg);
    if (problem !== undefined) return problem;
  }
  terminal.out(json ? `${JSON.stringify(answer.json)}\n` : blocksText(answer.rows));
  // A program reads what is wrong in the object; a shell in the exit code.
  return answer.isBad === true && !json ? exitCode.failed : exitCode.done;
}

/** Tables one after the other; a row without cells parts them. */
function blocksText(rows: readonly (readonly string[])[]): string {
  const blocks: (readonly string[])[][] = [[]];
  for (const row of rows) {
    if (row.length === 0) blocks.push([]);
    else blocks.at(-1)?.push(row);
  }
  return blocks.map(textTable).join('\n');
}

function writePicture(
  terminal: Terminal,
  path: string,
  name: string,
  svg: string | undefined,
): ExitCode | undefined {
  if (svg === undefined) {
    terminal.err('note: nothing was drawn, since this is no cell of the space\n');
    return undefined;
  }
  try {
    replaceFile(path, svg);
    return undefined;
  } catch (error) {
    const found = errorCode(error) ?? String(error);
    terminal.err(`error: wrong --svg\n  expected a file that can be written, found ${found} at ${name}\n`);
    return exitCode.usage;
  }
}
