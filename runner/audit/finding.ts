/** What an audit says: one claim about an experiment, whether it holds, what shows it, and what to do. */

/** `cannot be told`: nothing at hand shows it either way, which is never counted as holding. */
export type Verdict = 'met' | 'not met' | 'cannot be told';

export interface Finding {
  /** Kind and name of the check, such as `integrity/artifacts`. */
  readonly check: string;
  readonly verdict: Verdict;
  /** What it is about: a job, a file, a report cell, or the experiment. */
  readonly subject: string;
  /** Records, files, commits and numbers that show it. */
  readonly evidence: readonly string[];
  /** What to do next; null where nothing is to be done. */
  readonly advice: string | null;
}

/** Something that speaks against a claim, or leaves it open. */
export interface Doubt {
  readonly subject: string;
  readonly evidence: readonly string[];
}

export interface Judged {
  readonly check: string;
  /** The whole that was looked at. */
  readonly subject: string;
  /** What was looked at, said when nothing speaks against the claim. */
  readonly held: readonly string[];
  readonly wrong: readonly Doubt[];
  readonly open?: readonly Doubt[];
  /** What to do about what is wrong, and about what is open. */
  readonly advice: string;
  readonly openAdvice?: string;
}

/** Doubts of one kind that are shown one by one; the rest are counted. */
const mostShown = 8;

/** One finding when the claim holds, one for each doubt when it does not. */
export function judge({ check, subject, held, wrong, open = [], advice, openAdvice }: Judged): Finding[] {
  const against = doubts(check, 'not met', subject, wrong, advice);
  const unclear = doubts(check, 'cannot be told', subject, open, openAdvice ?? advice);
  if (against.length + unclear.length > 0) return [...against, ...unclear];
  return [{ check, verdict: 'met', subject, evidence: held, advice: null }];
}

function doubts(
  check: string,
  verdict: Verdict,
  whole: string,
  all: readonly Doubt[],
  advice: string,
): Finding[] {
  const shown = all.slice(0, all.length > mostShown ? mostShown - 1 : mostShown);
  const rest = all.length - shown.length;
  return [
    ...shown.map(({ subject, evidence }) => ({ check, verdict, subject, evidence, advice })),
    ...(rest > 0
      ? [{ check, verdict, subject: whole, evidence: [`${rest} more of this kind`], advice }]
      : []),
  ];
}

/** A claim that nothing at hand can show. */
export const cannotTell = (check: string, subject: string, why: string, advice: string): Finding => ({
  ...{ check, verdict: 'cannot be told', subject },
  evidence: [why],
  advice,
});

export const short = (id: string): string => id.slice(0, 12);
