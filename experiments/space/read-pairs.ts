/** Reads the edges of DARTS genotypes: pairs of a word and where its input comes from. */
import { isIntegerIn, type Path, type Problems } from './read-value.ts';

/** Nodes of the largest cell that is read. */
export const mostNodes = 64;

/** Edges may also be objects that name their parts, with whatever else they tell. */
export function asPairs(edges: unknown): unknown {
  if (!Array.isArray(edges)) return edges;
  return edges.map((edge: unknown) => {
    if (typeof edge !== 'object' || edge === null || Array.isArray(edge)) return edge;
    const named = edge as Readonly<Record<string, unknown>>;
    const word = named['operation'] ?? named['op'] ?? named['activation'];
    const from = named['source'] ?? named['predecessor'];
    return word === undefined || from === undefined ? edge : [word, from];
  });
}

export function readPair(
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
