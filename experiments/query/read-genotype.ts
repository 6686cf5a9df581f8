/**
 * Reads what a person gives as an architecture. More is taken than the search spaces contain: published cells have
 * further operations and other numbers of nodes, and still have evaluation networks.
 */
import type { CnnGenotype, GenotypeEdge, RnnGenotype } from '../../schemas/architecture.ts';
import type { QueryProblem } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { operations } from '../space/darts-cnn/operations.ts';
import { nodeActivations } from '../space/darts-rnn/activations.ts';
import { isIntegerIn, type Path, Problems, readIntegers, readObject } from './read-value.ts';

/** Operations that evaluation networks know, those of other spaces last. */
const evaluationOperations: readonly string[] = [...operations, 'sep_conv_7x7', 'conv_7x1_1x7'];

/** Keys that say where a genotype of a manifest comes from. */
const manifestNotes = ['source', 'name', 'note'];

const mostNodes = 64;

/**
 * A genotype, or an `architecture.json` around one.
 * @param notes further keys that may be there
 */
export function readCnnGenotype(
  value: unknown,
  notes: readonly string[] | 'any' = manifestNotes,
): Result<CnnGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, 'darts-cnn', problems);
  const keys = ['normal', 'normal_concat', 'reduce', 'reduce_concat'];
  const object = readObject(inner, path, keys, notes, problems);
  if (!object) return fail(...problems.found);
  const readKind = (kind: string) => {
    const cell = object[kind];
    return readCell(notes === 'any' ? asPairs(cell) : cell, [...path, kind], problems);
  };
  const normal = readKind('normal');
  const reduce = readKind('reduce');
  const concat = (kind: string, cell: readonly GenotypeEdge[]): readonly number[] => {
    // Without a cell nobody knows its nodes.
    if (cell.length === 0) return [];
    const range = { min: 2, max: cell.length / 2 + 1 };
    return readIntegers(object[`${kind}_concat`], [...path, `${kind}_concat`], range, problems);
  };
  const genotype = {
    normal,
    normal_concat: concat('normal', normal),
    reduce,
    reduce_concat: concat('reduce', reduce),
  };
  return problems.found.length > 0 ? fail(...problems.found) : ok(genotype);
}

function readCell(value: unknown, path: Path, problems: Problems): readonly GenotypeEdge[] {
  const isEven = Array.isArray(value) && value.length > 0 && value.length % 2 === 0;
  if (!isEven || value.length > 2 * mostNodes) {
    problems.wrong(path, 'a list of [operation, source] pairs, two for each node', value);
    return [];
  }
  const pairs: readonly unknown[] = value;
  pairs.forEach((pair, i) => {
    readPair(
      pair,
      [...path, i],
      evaluationOperations,
      { what: 'source', max: Math.floor(i / 2) + 1 },
      problems,
    );
  });
  return pairs as readonly GenotypeEdge[];
}

/** A recurrent genotype, or an `architecture.json` around one. */
export function readRnnGenotype(value: unknown): Result<RnnGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, 'darts-rnn', problems);
  const object = readObject(inner, path, ['recurrent', 'concat'], 'any', problems);
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

/** Edges may also be objects that name their parts, with whatever else they tell. */
function asPairs(edges: unknown): unknown {
  if (!Array.isArray(edges)) return edges;
  return edges.map((edge: unknown) => {
    if (typeof edge !== 'object' || edge === null || Array.isArray(edge)) return edge;
    const named = edge as Readonly<Record<string, unknown>>;
    const word = named['operation'] ?? named['op'] ?? named['activation'];
    const from = named['source'] ?? named['predecessor'];
    return word === undefined || from === undefined ? edge : [word, from];
  });
}

function readPair(
  pair: unknown,
  path: Path,
  words: readonly string[],
  from: { readonly what: string; readonly max: number },
  problems: Problems,
): void {
  if (!Array.isArray(pair) || pair.length !== 2) {
    problems.wrong(path, `a pair: one of ${words.join(', ')}, and a ${from.what}`, pair);
    return;
  }
  const [word, source]: readonly unknown[] = pair;
  if (typeof word !== 'string' || !words.includes(word)) {
    problems.wrong([...path, 0], `one of ${words.join(', ')}`, word, words);
  }
  if (!isIntegerIn(source, 0, from.max)) {
    problems.wrong([...path, 1], `a ${from.what} in [0, ${from.max}]`, source);
  }
}

/** The genotype inside an `architecture.json`, and its path. */
export function unwrapped(value: unknown, space: string, problems: Problems): readonly [unknown, Path] {
  if (typeof value !== 'object' || value === null || !('genotype' in value)) return [value, []];
  if ('space' in value && value.space !== space) {
    problems.wrong(['space'], `"${space}", the space that was asked for`, value.space);
  }
  return [value.genotype, ['genotype']];
}
