/** Reads the options of a command line. Each space declares its own; those of another space are errors. */

import type { QueryOptions, QueryProblem } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { argumentProblem, noneOf } from './answer.ts';

/** What may follow an option. `text` is a clause for the help, without the default. */
export type OptionLaw = IntegerLaw | ChoiceLaw | FlagLaw;

interface IntegerLaw {
  readonly kind: 'integer';
  /** What the number counts, as the help names it, such as `count`. */
  readonly of: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly text: string;
}

interface ChoiceLaw<W extends string = string> {
  readonly kind: 'choice';
  readonly among: readonly W[];
  readonly default: W;
  readonly text: string;
}

interface FlagLaw {
  readonly kind: 'flag';
  readonly text: string;
}

export const integer = (
  of: string,
  [min, max]: readonly [number, number],
  usual: number,
  text: string,
): IntegerLaw => ({ kind: 'integer', of, min, max, default: usual, text });

/** The first word is the default. */
export const choice = <const W extends string>(among: readonly [W, ...W[]], text: string): ChoiceLaw<W> => ({
  kind: 'choice',
  among,
  default: among[0],
  text,
});

export const flag = (text: string): FlagLaw => ({ kind: 'flag', text });

export type OptionLaws = Readonly<Record<string, OptionLaw>>;

type ValueOf<L extends OptionLaw> = L extends { kind: 'integer' }
  ? number
  : L extends { kind: 'flag' }
    ? boolean
    : L extends { among: readonly (infer W)[] }
      ? W
      : never;

export type OptionValues<L extends OptionLaws> = {
  readonly [K in keyof L]: ValueOf<L[K]>;
};

/**
 * Every option with its value or default.
 * @param owner whose options they are, such as `space darts-cnn`
 */
export function readOptions<const L extends OptionLaws>(
  given: QueryOptions,
  laws: L,
  owner: string,
): Result<OptionValues<L>, QueryProblem> {
  const known = Object.keys(laws);
  const problems: QueryProblem[] = Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => argumentProblem(`--${name}`, foreign(owner, known, name)));
  const values: Record<string, string | number | boolean> = {};
  for (const [name, law] of Object.entries(laws)) {
    const read = readOption(name, law, given[name]);
    if (read.ok) values[name] = read.value;
    else problems.push(...read.failures);
  }
  return problems.length > 0 ? fail(...problems) : ok(values as OptionValues<L>);
}

const foreign = (owner: string, known: readonly string[], name: string) => ({
  expected:
    known.length === 0
      ? `no option, since ${owner} takes none`
      : `an option of ${owner}: ${known.map((option) => `--${option}`).join(', ')}`,
  found: `--${name}`,
  help: 'leave it out',
});

function readOption(
  name: string,
  law: OptionLaw,
  text: string | true | undefined,
): Result<string | number | boolean, QueryProblem> {
  switch (law.kind) {
    case 'flag':
      return ok(text === true);
    case 'choice':
      if (text === undefined) return ok(law.default);
      return law.among.includes(String(text))
        ? ok(String(text))
        : fail(argumentProblem(`--${name}`, noneOf('a word', String(text), law.among)));
    case 'integer': {
      if (text === undefined) return ok(law.default);
      const value = /^\d{1,15}$/.test(String(text)) ? Number(text) : Number.NaN;
      if (value >= law.min && value <= law.max) return ok(value);
      const expected = `an integer in [${law.min}, ${law.max}]`;
      return fail(argumentProblem(`--${name}`, { expected, found: JSON.stringify(text) }));
    }
    default:
      return law satisfies never;
  }
}
