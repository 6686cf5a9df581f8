/** Reads what a person gives as a recurrent cell: of any number of nodes, with the mean of any of them. */
import type { GenotypeEdge, RnnGenotype } from '../../../schemas/architecture.ts';
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { nodeActivations } from '../darts-rnn/activations.ts';
import { mostNodes, readPair } from '../read-pairs.ts';
import { Problems, readIntegers, readObject, unwrapped } from '../read-value.ts';

/** A genotype, or an `architecture.json` around one. Further keys are notes. */
export function readEnasRnn(value: unknown): Result<RnnGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, 'enas-rnn', problems);
  const object = readObject(inner, path, ['recurrent', 'concat'], problems);
  if (!object) return fail(...problems.found);
  const nodes = object['recurrent'];
  if (!Array.isArray(nodes) || nodes.length === 0 || nodes.length > mostNodes) {
    const what = `a list of 1 to ${mostNodes} [activation, predecessor] pairs`;
    problems.wrong([...path, 'recurrent'], what, nodes);
    return fail(...problems.found);
  }
  nodes.forEach((node: unknown, i) => {
    const from = { what: 'predecessor', max: i };
    readPair(node, [...path, 'recurrent', i], nodeActivations, from, problems);
  });
  const states = { min: 1, max: nodes.length };
  const concat = readIntegers(object['concat'], [...path, 'concat'], states, problems);
  const recurrent: readonly GenotypeEdge[] = nodes;
  return problems.found.length > 0 ? fail(...problems.found) : ok({ recurrent, concat });
}
