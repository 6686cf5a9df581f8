/** Reads what a person gives as a recurrent cell; of other bases than the space's, too. */
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { isIntegerIn, type Path, Problems, readObject, unwrapped } from '../read-value.ts';
import type { NasRnnGenotype } from './cell.ts';
import { baseOf, bases } from './tree.ts';
import type { Words } from './words.ts';

/** A cell, or an `architecture.json` around one. Further keys are notes. @param space its name */
export function readNasRnn(
  value: unknown,
  space: string,
  words: Words,
): Result<NasRnnGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, space, problems);
  const object = readObject(inner, path, ['nodes', 'inject', 'cell_indices'], problems);
  if (!object) return fail(...problems.found);
  const { nodes, inject, cell_indices: indices } = object;
  const { least, most } = bases;
  if (!Array.isArray(nodes) || !isIntegerIn(baseOf(nodes.length), least, most)) {
    const what = `a list of 2b - 1 [combination, activation] pairs, b in [${least}, ${most}]`;
    problems.wrong([...path, 'nodes'], what, nodes);
    return fail(...problems.found);
  }
  nodes.forEach((node: unknown, i) => {
    readJoint(node, [...path, 'nodes', i], words, problems);
  });
  readJoint(inject, [...path, 'inject'], words, problems);
  readIndices(indices, [...path, 'cell_indices'], nodes.length, problems);
  if (problems.found.length > 0) return fail(...problems.found);
  return ok({ nodes, inject, cell_indices: indices } as NasRnnGenotype);
}

function readJoint(joint: unknown, path: Path, words: Words, problems: Problems): void {
  if (!Array.isArray(joint) || joint.length !== 2) {
    problems.wrong(path, 'a pair [combination, activation]', joint);
    return;
  }
  [words.combinations, words.activations].forEach((among, i) => {
    const word: unknown = joint[i];
    if (typeof word === 'string' && (among as readonly string[]).includes(word)) return;
    problems.wrong([...path, i], `one of ${among.join(', ')}`, word, among);
  });
}

function readIndices(indices: unknown, path: Path, nodes: number, problems: Problems): void {
  if (!Array.isArray(indices) || indices.length !== 2) {
    problems.wrong(path, 'two nodes: whose value becomes the memory, and which the memory enters', indices);
    return;
  }
  indices.forEach((index: unknown, i) => {
    if (!isIntegerIn(index, 0, nodes - 1)) {
      problems.wrong([...path, i], `a node in [0, ${nodes - 1}]`, index);
    }
  });
}
