/** Reads `parameters`: the values of each, how often it is repeated, and when it takes part. */
import {
  type Combination,
  type DeclaredParameter,
  type Layers,
  type Match,
  mostDecisions,
  mostParameters,
} from './declaration.ts';
import {
  type DeclarationProblems,
  entriesOf,
  isIntegerIn,
  isMap,
  type Path,
  Said,
} from './declaration-problem.ts';
import { type Domain, domainText, indexOf, isScalar, sizeOf, valueAt } from './domain.ts';
import { readDomain } from './read-domain.ts';

/** Parameters whose values are readable, before what they say of one another is looked at. */
export type Domains = ReadonlyMap<string, Domain>;

const ownKeys = ['for', 'when'];

/** Letters, digits, `_` and `-`, a letter first: they are also keys of genotypes. */
const namePattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

export function readParameters(
  written: unknown,
  problems: DeclarationProblems,
): readonly DeclaredParameter[] {
  const path = ['parameters'];
  if (written === undefined) return [];
  if (!isMap(written) || Object.keys(written).length > mostParameters) {
    const found = isMap(written) ? new Said(`${Object.keys(written).length}`) : written;
    problems.wrong(path, `a map of at most ${mostParameters} parameters`, found);
    return [];
  }
  const domains = new Map<string, Domain>();
  for (const [name, value] of entriesOf(written)) {
    checkName(name, [...path, name], problems);
    const domain = readDomain(value, [...path, name], ownKeys, problems);
    if (domain) domains.set(name, domain);
  }
  const known = new Set(Object.keys(written));
  return entriesOf(written).flatMap(([name, value]): readonly DeclaredParameter[] => {
    const at = [...path, name];
    const { for: layers, when } = isMap(value) ? value : {};
    const read = {
      name,
      layers: layers === undefined ? null : readLayers(layers, [...at, 'for'], { domains, known }, problems),
      when: when === undefined ? [] : readCombination(when, [...at, 'when'], { domains, known }, problems),
    };
    const domain = domains.get(name);
    return domain ? [{ ...read, domain }] : [];
  });
}

export function checkName(name: string, path: Path, problems: DeclarationProblems): void {
  if (namePattern.test(name) && name !== 'genotype') return;
  const expected = 'a name of at most 64 letters, digits, _ and -, the first a letter, and not genotype';
  problems.wrongKey(path, expected, { help: 'call it otherwise' });
}

export interface Names {
  readonly domains: Domains;
  /** Also those whose values cannot be read: about these nothing more is said. */
  readonly known: ReadonlySet<string>;
}

function readLayers(
  written: unknown,
  path: Path,
  names: Names,
  problems: DeclarationProblems,
): Layers | null {
  if (typeof written !== 'string') {
    if (isIntegerIn(written, 1, mostDecisions)) return { by: null, most: written };
    problems.wrong(path, `the name of an integer parameter, or an integer in [1, ${mostDecisions}]`, written);
    return null;
  }
  const domain = names.domains.get(written);
  if (!domain) {
    if (!names.known.has(written)) unknownName(written, path, names, problems);
    return null;
  }
  const last =
    domain.kind === 'steps' || domain.kind === 'integer' ? valueAt(domain, sizeOf(domain) - 1) : '';
  const first = typeof last === 'number' ? valueAt(domain, 0) : '';
  if (isIntegerIn(first, 0, mostDecisions) && isIntegerIn(last, 1, mostDecisions)) {
    return { by: written, most: last };
  }
  const found = new Said(`${written}, ${domainText(domain)}`);
  problems.wrong(path, `a parameter of integers in [0, ${mostDecisions}]`, found);
  return null;
}

/** What `when` and each of `forbidden` say: parameters, each with a value or a list of values. */
export function readCombination(
  written: unknown,
  path: Path,
  names: Names,
  problems: DeclarationProblems,
): Combination {
  if (!isMap(written) || Object.keys(written).length === 0) {
    problems.wrong(path, 'a map of parameters and their values', written, {
      help: 'such as { activation: relu }',
    });
    return [];
  }
  return entriesOf(written).flatMap(([name, values]): readonly Match[] => {
    const at = [...path, name];
    const domain = names.domains.get(name);
    if (!domain) {
      if (!names.known.has(name)) unknownName(name, at, names, problems, 'key');
      return [];
    }
    if (domain.kind === 'float') {
      problems.wrongKey(at, 'a parameter with single values', { help: `give ${name} a step` });
      return [];
    }
    return [{ parameter: name, indices: readIndices(values, at, domain, problems) }];
  });
}

function readIndices(
  written: unknown,
  path: Path,
  domain: Domain,
  problems: DeclarationProblems,
): readonly number[] {
  const values: readonly unknown[] = Array.isArray(written) ? written : [written];
  const isList = Array.isArray(written);
  const most = Math.min(sizeOf(domain), mostDecisions);
  if (values.length === 0 || values.length > most) {
    problems.wrong(path, `a value, or a list of at most ${most}`, written);
    return [];
  }
  const indices = new Set<number>();
  values.forEach((value, i) => {
    const at = isList ? [...path, i] : path;
    const index = isScalar(value) ? indexOf(domain, value) : -1;
    if (index < 0) problems.wrong(at, domainText(domain), value);
    else if (indices.has(index)) problems.wrong(at, 'each value once', value, { help: 'leave it out' });
    else indices.add(index);
  });
  return [...indices].sort((a, b) => a - b);
}

function unknownName(
  name: string,
  path: Path,
  { known }: Names,
  problems: DeclarationProblems,
  place: 'value' | 'key' = 'value',
): void {
  const among = [...known].sort();
  const expected = `the name of a parameter: one of ${among.slice(0, 20).join(', ')}`;
  if (place === 'value') problems.wrong(path, expected, name, { among });
  else problems.wrongKey(path, expected, { among });
}
