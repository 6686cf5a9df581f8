/** What parameters say of one another: no circles, and layers that go together. */
import {
  type Combination,
  type DeclaredParameter,
  type DeclaredSpace,
  mostDecisions,
} from './declaration.ts';
import { type DeclarationProblems, type Path, Said } from './declaration-problem.ts';

type Parameters = ReadonlyMap<string, DeclaredParameter>;

export function checkReferences(space: DeclaredSpace, problems: DeclarationProblems): void {
  const byName: Parameters = new Map(space.parameters.map((parameter) => [parameter.name, parameter]));
  for (const parameter of space.parameters) {
    checkCounter(parameter, byName, problems);
    checkConditions(parameter, byName, problems);
  }
  space.forbidden.forEach((combination, i) => {
    checkOneGroup(combination, ['forbidden', i], byName, problems);
  });
  checkCircles(space.parameters, byName, problems);
  const decisions = space.parameters.reduce((sum, { layers }) => sum + (layers?.most ?? 1), 0);
  if (decisions > mostDecisions) {
    problems.wrong(
      ['parameters'],
      `at most ${mostDecisions} decisions, those of every layer counted`,
      new Said(String(decisions)),
      { help: 'lower the largest number of layers, or leave parameters out' },
    );
  }
}

/** The number of layers is one number. */
function checkCounter(
  { name, layers }: DeclaredParameter,
  byName: Parameters,
  problems: DeclarationProblems,
): void {
  if (layers?.by === null || layers === null || !byName.get(layers.by)?.layers) return;
  const found = new Said(`${layers.by}, which has one for each layer`);
  problems.wrong(['parameters', name, 'for'], 'a parameter with one value', found);
}

/** A parameter that has a value for each layer decides about what is in the same layer only. */
function checkConditions(
  parameter: DeclaredParameter,
  byName: Parameters,
  problems: DeclarationProblems,
): void {
  for (const { parameter: other } of parameter.when) {
    const layers = byName.get(other)?.layers;
    if (!layers || areSame(layers, parameter.layers)) continue;
    const expected = `a parameter with one value, or one with \`for: ${parameter.layers?.by ?? 'as here'}\``;
    problems.wrongKey(['parameters', parameter.name, 'when', other], expected, {
      help: `give ${parameter.name} \`for: ${layers.by ?? layers.most}\`, and it takes part layer by layer`,
    });
  }
}

const areSame = (a: DeclaredParameter['layers'], b: DeclaredParameter['layers']): boolean =>
  a?.by === b?.by && a?.most === b?.most;

function checkOneGroup(
  combination: Combination,
  path: Path,
  byName: Parameters,
  problems: DeclarationProblems,
): void {
  const repeated = combination
    .flatMap(({ parameter }) => byName.get(parameter) ?? [])
    .filter((it) => it.layers);
  const [first] = repeated;
  for (const { name, layers } of repeated) {
    if (!first || areSame(layers, first.layers)) continue;
    const help = 'a combination is forbidden in each layer, so that its repeated parameters have one `for`';
    problems.wrongKey([...path, name], `a parameter repeated as ${first.name} is`, { help });
  }
}

/** Names each circle once, at the condition that closes it. */
function checkCircles(
  parameters: readonly DeclaredParameter[],
  byName: Parameters,
  problems: DeclarationProblems,
): void {
  const done = new Set<string>();
  const visit = (name: string, chain: readonly string[]): void => {
    const parameter = byName.get(name);
    if (!parameter || done.has(name)) return;
    const next = [...chain, name];
    for (const [other, path] of conditionsOf(parameter)) {
      const from = next.indexOf(other);
      if (from < 0) {
        visit(other, next);
        continue;
      }
      const circle = [...next.slice(from), other].join(' -> ');
      problems.wrong(path, 'a condition that does not lead back to its parameter', new Said(circle));
    }
    done.add(name);
  };
  for (const { name } of parameters) visit(name, []);
}

const conditionsOf = ({ name, layers, when }: DeclaredParameter): readonly (readonly [string, Path])[] => [
  ...(layers?.by == null ? [] : [[layers.by, ['parameters', name, 'for']] as const]),
  ...when.map((match) => [match.parameter, ['parameters', name, 'when', match.parameter]] as const),
];
