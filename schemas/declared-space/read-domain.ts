/** Reads the values of a parameter: `integer`, `float`, `choice`, `ordinal` or `boolean`. */
import { largestInteger, mostChoices } from './declaration.ts';
import { type DeclarationProblems, isIntegerIn, isMap, type Path } from './declaration-problem.ts';
import { type Domain, isScalar, type Scalar, stepAt } from './domain.ts';

type Written = Readonly<Record<string, unknown>>;

const domainKinds = ['integer', 'float', 'choice', 'ordinal'] as const;
type DomainKind = (typeof domainKinds)[number];

/** Keys of a parameter with these values, besides `for` and `when`. */
const domainKeys: Readonly<Record<DomainKind, readonly string[]>> = {
  integer: ['integer', 'scale', 'step'],
  float: ['float', 'scale', 'step'],
  choice: ['choice'],
  ordinal: ['ordinal'],
};

const booleanDomain: Domain = { kind: 'choice', values: [false, true] };

const help =
  'such as { integer: [2, 8] }, { float: [0, 1] }, { choice: [3, 5] }, { ordinal: [s, m] } or boolean';

/** @param others keys that the caller reads. Undefined, and a problem, for what has no values. */
export function readDomain(
  value: unknown,
  path: Path,
  others: readonly string[],
  problems: DeclarationProblems,
): Domain | undefined {
  if (value === 'boolean') return booleanDomain;
  if (!isMap(value)) {
    problems.wrong(path, 'the values of a parameter', value, { help });
    return undefined;
  }
  if (value['boolean'] === true) {
    const kind = checkKeys(value, path, ['boolean', ...others], problems);
    return kind ? booleanDomain : undefined;
  }
  const kinds = domainKinds.filter((kind) => Object.hasOwn(value, kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const unknown = Object.keys(value).filter((key) => !others.includes(key));
    problems.wrong(
      path,
      'one of integer, float, choice, ordinal, boolean',
      kinds.length > 1 ? kinds : unknown,
      {
        help,
      },
    );
    return undefined;
  }
  if (!checkKeys(value, path, [...domainKeys[kind], ...others], problems)) return undefined;
  return kind === 'integer' || kind === 'float'
    ? readRange(kind, value, path, problems)
    : readChoices(kind, value[kind], [...path, kind], problems);
}

function checkKeys(
  value: Written,
  path: Path,
  keys: readonly string[],
  problems: DeclarationProblems,
): boolean {
  const unknown = Object.keys(value).filter((key) => !keys.includes(key));
  for (const key of unknown) {
    problems.wrongKey([...path, key], `one of the keys ${keys.join(', ')}`, { among: keys });
  }
  return unknown.length === 0;
}

function readChoices(
  kind: 'choice' | 'ordinal',
  values: unknown,
  path: Path,
  problems: DeclarationProblems,
): Domain | undefined {
  if (!Array.isArray(values) || values.length === 0 || values.length > mostChoices) {
    problems.wrong(path, `a list of 1 to ${mostChoices} values`, values);
    return undefined;
  }
  const read: Scalar[] = [];
  values.forEach((value: unknown, i) => {
    if (!isScalar(value)) {
      problems.wrong([...path, i], 'text, a number, or true or false', value);
    } else if (read.includes(value)) {
      problems.wrong([...path, i], 'each value once', value, { help: 'leave it out' });
    } else {
      // -0 has no canonical form.
      read.push(value === 0 ? 0 : value);
    }
  });
  return read.length < values.length ? undefined : { kind, values: read };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function readRange(
  kind: 'integer' | 'float',
  value: Written,
  path: Path,
  problems: DeclarationProblems,
): Domain | undefined {
  const range = readEnds(kind, value[kind], [...path, kind], problems);
  const { scale = 'linear', step } = value;
  if (scale !== 'linear' && scale !== 'log') {
    problems.wrong([...path, 'scale'], 'linear or log', scale, { among: ['linear', 'log'] });
    return undefined;
  }
  if (!range) return undefined;
  const { low, high } = range;
  const log = scale === 'log';
  if (log && low <= 0) {
    const positive = kind === 'integer' ? 'at least 1' : 'above 0';
    problems.wrong([...path, kind, 0], `a lower end ${positive}, since the scale is log`, low);
    return undefined;
  }
  if (step === undefined) return { kind, low, high, log };
  if (log) {
    problems.wrongKey([...path, 'step'], 'a step or the scale log, and not both', {
      help: 'leave one of them out',
    });
    return undefined;
  }
  return readStep(kind, step, range, [...path, 'step'], problems);
}

function readEnds(
  kind: 'integer' | 'float',
  ends: unknown,
  path: Path,
  problems: DeclarationProblems,
): Range | undefined {
  const isNumber = (end: unknown): end is number =>
    kind === 'integer'
      ? isIntegerIn(end, -largestInteger, largestInteger)
      : typeof end === 'number' && Number.isFinite(end) && Math.abs(end) <= 1e300;
  const [low, high, more]: readonly unknown[] = Array.isArray(ends) ? ends : [];
  if (!isNumber(low) || !isNumber(high) || more !== undefined) {
    const what =
      kind === 'integer' ? `integers in [-${largestInteger}, ${largestInteger}]` : 'finite numbers';
    problems.wrong(path, `[low, high], two ${what}`, ends);
    return undefined;
  }
  if (low > high || (low === high && kind === 'float')) {
    const law = kind === 'integer' ? 'low <= high' : 'low < high';
    problems.wrong(path, `[low, high] with ${law}`, ends, {
      help: low > high ? 'exchange them' : 'use choice',
    });
    return undefined;
  }
  return { low, high };
}

/** The range is a whole number of steps, within a billionth of one. */
function readStep(
  kind: 'integer' | 'float',
  step: unknown,
  { low, high }: Range,
  path: Path,
  problems: DeclarationProblems,
): Domain | undefined {
  const isStep = typeof step === 'number' && step > 0 && (kind === 'float' || Number.isInteger(step));
  if (!isStep) {
    problems.wrong(path, kind === 'integer' ? 'an integer >= 1' : 'a number > 0', step);
    return undefined;
  }
  const count = Math.floor((high - low) / step + 1e-9) + 1;
  if (count > largestInteger) {
    problems.wrong(path, `a step that makes at most ${largestInteger} values`, step);
    return undefined;
  }
  if (count < 2 || Math.abs(low + (count - 1) * step - high) > 1e-9 * step) {
    const ends = count < 2 ? [low, stepAt(low, step, 1)] : [low, stepAt(low, step, count - 1)];
    const whole = `write ${kind}: [${ends.join(', ')}], or another step`;
    problems.wrong(path, `a step that leads from ${low} to ${high}`, step, { help: whole });
    return undefined;
  }
  return { kind: 'steps', low, step, count };
}
