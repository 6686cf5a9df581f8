import type { QueryProblem } from '../../schemas/query.ts';
import type { Result } from '../../schemas/result.ts';

/** What is wrong with a value that was read as an architecture, one message for each place. */
export const problemsOf = (read: Result<unknown, QueryProblem>): readonly string[] =>
  read.ok ? [] : read.failures.map(textOf);

function textOf(problem: QueryProblem): string {
  if (problem.kind === 'file') return problem.message;
  const place = problem.kind === 'argument' ? problem.argument : pathText(problem.path);
  return `${place}: expected ${problem.expected}, found ${problem.found}`;
}

const pathText = (path: readonly (string | number)[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i > 0 ? `.${part}` : part)).join('');
