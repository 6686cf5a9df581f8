/**
 * Reads what a manifest declares as a search space. Both sides read it: the runner, which knows where each value is
 * written, and the worker, which is given it as the parameters of a job.
 */
import { fail, ok, type Result } from '../result.ts';
import { checkReferences } from './check-references.ts';
import { countArchitectures } from './count-combinations.ts';
import {
  type Combination,
  type DeclaredParameter,
  type DeclaredSpace,
  mostForbidden,
} from './declaration.ts';
import { type DeclarationProblem, DeclarationProblems, isMap, Said } from './declaration-problem.ts';
import { readCells } from './read-cells.ts';
import { readCombination, readParameters } from './read-parameters.ts';

export const declarationKeys = ['parameters', 'cells', 'forbidden'] as const;

/** @param written the value of `space`; keys that are none of a declaration's are passed over */
export function readDeclaration(
  written: Readonly<Record<string, unknown>>,
): Result<DeclaredSpace, DeclarationProblem> {
  const problems = new DeclarationProblems();
  const { parameters, cells, forbidden } = written;
  if (parameters === undefined && cells === undefined) {
    problems.wrong([], 'a search space with parameters or cells', new Said('neither'));
    return refused(problems);
  }
  const space = {
    parameters: readParameters(parameters, problems),
    cells: readCells(cells, problems),
    forbidden: readForbidden(forbidden, parameters, problems),
  };
  for (const { name } of space.cells) {
    if (!isMap(parameters) || !Object.hasOwn(parameters, name)) continue;
    problems.wrongKey(['cells', name], 'a name that no parameter has', {
      help: 'call one of them otherwise',
    });
  }
  if (problems.found.length > 0) return refused(problems);
  checkReferences(space, problems);
  if (problems.found.length > 0) return refused(problems);
  countArchitectures(space, problems);
  return problems.found.length > 0 ? refused(problems) : ok(space);
}

/** A list is never without a first item here. */
function refused({ found: [first, ...others] }: DeclarationProblems): Result<never, DeclarationProblem> {
  if (!first) throw new Error('Internal error: refused without a problem');
  return fail(first, ...others);
}

function readForbidden(
  written: unknown,
  parameters: unknown,
  problems: DeclarationProblems,
): readonly Combination[] {
  if (written === undefined) return [];
  if (!Array.isArray(written) || written.length > mostForbidden) {
    problems.wrong(['forbidden'], `a list of at most ${mostForbidden} combinations`, written);
    return [];
  }
  // What is wrong with the parameters was said where they were read.
  const silent = new DeclarationProblems();
  const read: readonly DeclaredParameter[] = readParameters(parameters, silent);
  const domains = new Map(read.map(({ name, domain }) => [name, domain]));
  const known = new Set(isMap(parameters) ? Object.keys(parameters) : []);
  return written.map((combination: unknown, i) =>
    readCombination(combination, ['forbidden', i], { domains, known }, problems),
  );
}
