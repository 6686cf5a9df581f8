/** Puts whatever was thrown into words: a fault of the program is called one, and nothing else is. */
import { ExplainedError } from './explained-error.ts';
import { systemProblemOf } from './system-error.ts';
import { systemErrorText } from './system-error-text.ts';

export interface Explanation {
  readonly message: string;
  /** What to do next. */
  readonly help: string;
}

export function explainError(error: unknown): Explanation {
  if (error instanceof ExplainedError) return { message: error.message, help: error.help };
  const problem = systemProblemOf(error);
  if (problem !== undefined) return systemErrorText(problem);
  const message = error instanceof Error ? error.message : String(error);
  return { message, help: 'this is a bug in Reprise; REPRISE_STACK=1 prints where it happened' };
}
