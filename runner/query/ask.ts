/** Asks the query process. It is built with the command line, and lies beside it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { QueryAnswer, QueryRequest } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { SplitsRequest } from '../../schemas/splits-query.ts';

export type AskProblem =
  | { readonly reason: 'not-built'; readonly file: string }
  /** It ended without an answer; what it had to say is on the standard error. */
  | { readonly reason: 'no-answer'; readonly code: number | null; readonly signal: string | null };

/** @param file the program; the default is the one beside the bundled command line */
export async function ask(
  request: QueryRequest | SplitsRequest,
  file: string = fileURLToPath(new URL('./query.js', import.meta.url)),
): Promise<Result<QueryAnswer, AskProblem>> {
  if (!existsSync(file)) return fail({ reason: 'not-built', file });
  // What is long goes to our own output without passing through us.
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve) => {
    let answer: QueryAnswer | undefined;
    child.on('message', (given) => {
      // It is our own program, of the same build.
      answer = given as QueryAnswer;
    });
    child.on('error', () => resolve(fail({ reason: 'no-answer', code: null, signal: null })));
    child.on('close', (code, signal) => {
      // It leaves at once when whoever reads its output has seen enough.
      if (code === 0) answer ??= { ok: true, streamed: true };
      resolve(answer ? ok(answer) : fail({ reason: 'no-answer', code, signal }));
    });
    child.send(request, () => {});
  });
}
