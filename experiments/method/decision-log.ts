/**
 * What a search on the logical clock decided, as plain lines: which worker started which trial when, and what came back.
 * Two runs decided alike exactly when their logs have the same bytes.
 */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { Score } from './score.ts';

/** What one trial brought. */
export interface Evaluation {
  /** On validation data. */
  readonly score: Score;
  /** Duration on the logical clock. */
  readonly seconds: number;
  /** Whether the architecture is one of the space; if not, its score is only there for the method. */
  readonly isValid: boolean;
}

interface DecisionPlace {
  /** Logical seconds since the search began. */
  readonly time: number;
  /** 0-based number of the logical worker. */
  readonly worker: number;
  readonly trial: number;
  /** Id of the architecture. */
  readonly architecture: string;
  readonly epochs: number;
}

export interface StartDecision extends DecisionPlace {
  readonly event: 'start';
  /** The trial that this one continues; null for a new architecture. */
  readonly resumes: number | null;
}

export interface FinishDecision extends DecisionPlace, ValidationValues {
  readonly event: 'finish';
  readonly seconds: number;
  readonly isValid: boolean;
}

/** Each score of the task, such as `validationErrorPercent`; null where it is no number, as when the training diverged. */
export interface ValidationValues {
  readonly [score: `validation${string}`]: number | null;
}

export type Decision = StartDecision | FinishDecision;

/** One line of JSON with sorted keys, without the line's end. */
export const decisionLine = (decision: Decision): string => canonicalJson(decision);

export const validationValues = ({ objectives, values }: Score): ValidationValues =>
  Object.fromEntries(
    objectives.map(({ name }, i) => [validationField(name), orNull(values[i] ?? Number.NaN)]),
  );

/** As in lines of a log, where scores of validation data stand beside other numbers. */
const validationField = (name: string) =>
  `validation${name.charAt(0).toUpperCase()}${name.slice(1)}` as const;

export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
