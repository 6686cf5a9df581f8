/** Reads what a person gives as a recurrent architecture: more than the search space holds, since cells of other sizes have networks too. */
import type { GenotypeEdge, RnnGenotype } from '../../../schemas/architecture.ts';
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { asPairs, mostNodes, readPair } from '../read-pairs.ts';
import { Problems, readIntegers, readObject, unwrapped } from '../read-value.ts';
import { nodeActivations } from './activations.ts';

/** A recurrent genotype, or an `architecture.json` around one. */
export function readRnnGenotype(value: unknown): Result<RnnGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, 'darts-rnn', problems);
  const object = readObject(inner, path, ['recurrent', 'concat'], problems);
  if (!object) return fail(...problems.found);
  const nodes = asPairs(object['recurrent']);
  if (!Array.isArray(nodes) || nodes.length === 0 || nodes.length > mostNodes) {
    problems.wrong([...path, 'recurrent'], 'a list of [activation, predecessor] pairs', nodes);
    return fail(...problems.found);
  }
  nodes.forEach((node: unknown, i) => {
    readPair(node, [...path, 'recurrent', i], nodeActivations, { what: 'predecessor', max: i }, problems);
  });
  const range = { min: 1, max: nodes.length };
  const concat = readIntegers(object['concat'], [...path, 'concat'], range, problems);
  const recurrent: readonly GenotypeEdge[] = nodes;
  return problems.found.length > 0 ? fail(...problems.found) : ok({ recurrent, concat });
}
