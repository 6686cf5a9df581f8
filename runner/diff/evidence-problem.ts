/** Why a side of a comparison cannot be read. */
import { type LockProblem, lockProblemText } from '../lock/lock-problem.ts';

export interface EvidenceProblem {
  /** As a terminal shows it: what was expected, what was found, what to do. */
  readonly text: string;
}

export const evidenceProblem = (text: string, help: string): EvidenceProblem => ({
  text: `error: ${text}\n  help: ${help}\n`,
});

export const badLock = (problems: readonly LockProblem[]): EvidenceProblem => ({
  text: problems.map((problem) => `error: ${lockProblemText(problem)}\n`).join(''),
});
