/** Reads `cells`: graphs of nodes that take earlier outputs through operations. */
import {
  type DeclaredCell,
  mostCells,
  mostChoices,
  mostInputs,
  mostNodes,
  type OutputRule,
  outputRules,
} from './declaration.ts';
import {
  type DeclarationProblems,
  entriesOf,
  isIntegerIn,
  isMap,
  type Path,
  readMap,
  Said,
} from './declaration-problem.ts';
import { checkName } from './read-parameters.ts';

const cellKeys = ['inputs', 'nodes', 'edges', 'operations', 'output'];

export function readCells(written: unknown, problems: DeclarationProblems): readonly DeclaredCell[] {
  if (written === undefined) return [];
  if (!isMap(written) || Object.keys(written).length > mostCells) {
    const found = isMap(written) ? new Said(`${Object.keys(written).length}`) : written;
    problems.wrong(['cells'], `a map of at most ${mostCells} cells`, found);
    return [];
  }
  const entries = entriesOf(written);
  const own = new Map<string, DeclaredCell>();
  for (const [name, value] of entries) {
    checkName(name, ['cells', name], problems);
    const cell = isSame(value) ? undefined : readCell(name, value, ['cells', name], problems);
    if (cell) own.set(name, cell);
  }
  return entries.flatMap(([name, value]): readonly DeclaredCell[] => {
    const path = ['cells', name];
    if (!isMap(value) || !isSame(value)) {
      const read = own.get(name);
      return read ? [read] : [];
    }
    const cell = readSame(value, path, written, problems);
    // What is wrong with the cell that it takes over was said there.
    const isReadable = cell !== undefined && own.has(String(value['same']));
    const read = isReadable ? readCell(name, cell, path, problems) : undefined;
    return read ? [read] : [];
  });
}

const isSame = (value: unknown): boolean => isMap(value) && Object.hasOwn(value, 'same');

/** `{ same: normal }` is a cell of its own with the same choices; further keys replace those of the other one. */
function readSame(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  cells: Readonly<Record<string, unknown>>,
  problems: DeclarationProblems,
): unknown {
  const { same, ...own } = value;
  const other: unknown = typeof same === 'string' && Object.hasOwn(cells, same) ? cells[same] : undefined;
  if (isMap(other) && !isSame(other)) return { ...other, ...own };
  const among = Object.keys(cells).filter((name) => !isSame(cells[name]));
  problems.wrong([...path, 'same'], `a cell that says its own choices: one of ${among.join(', ')}`, same, {
    among,
  });
  return undefined;
}

function readCell(
  name: string,
  value: unknown,
  path: Path,
  problems: DeclarationProblems,
): DeclaredCell | undefined {
  const before = problems.found.length;
  const cell = readMap(value, path, cellKeys, problems);
  if (!cell) return undefined;
  const { inputs = 1, nodes, edges, operations, output = 'concat-nodes' } = cell;
  if (!isIntegerIn(inputs, 1, mostInputs)) {
    problems.wrong([...path, 'inputs'], `an integer in [1, ${mostInputs}]`, inputs);
  }
  if (!isIntegerIn(nodes, 1, mostNodes)) {
    problems.wrong([...path, 'nodes'], `an integer in [1, ${mostNodes}]`, nodes);
  }
  if (!isOutputRule(output)) {
    problems.wrong([...path, 'output'], `one of ${outputRules.join(', ')}`, output, { among: outputRules });
  }
  const words = readOperations(operations, [...path, 'operations'], problems);
  if (problems.found.length > before) return undefined;
  if (!isIntegerIn(inputs, 1, mostInputs) || !isIntegerIn(nodes, 1, mostNodes)) return undefined;
  const counts = readEdges(edges, [...path, 'edges'], { inputs, nodes }, problems);
  return counts && isOutputRule(output)
    ? { name, inputs, edges: counts, operations: words, output }
    : undefined;
}

const isOutputRule = (value: unknown): value is OutputRule => outputRules.some((rule) => rule === value);

function readOperations(value: unknown, path: Path, problems: DeclarationProblems): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostChoices) {
    problems.wrong(path, `a list of 1 to ${mostChoices} operations`, value);
    return [];
  }
  const words: string[] = [];
  const seen = new Set<unknown>();
  value.forEach((word: unknown, i) => {
    if (typeof word !== 'string' || word === '')
      problems.wrong([...path, i], 'the name of an operation', word);
    else if (seen.has(word))
      problems.wrong([...path, i], 'each operation once', word, { help: 'leave it out' });
    else words.push(word);
    seen.add(word);
  });
  return words;
}

/** A number for all nodes or a list of numbers; a node with fewer earlier outputs takes all of them. */
function readEdges(
  value: unknown,
  path: Path,
  { inputs, nodes }: { readonly inputs: number; readonly nodes: number },
  problems: DeclarationProblems,
): readonly number[] | undefined {
  const most = inputs + nodes - 1;
  const earlier = (node: number): number => inputs + node;
  if (value === 'all') return Array.from({ length: nodes }, (_, node) => earlier(node));
  if (Array.isArray(value)) {
    const counts: readonly unknown[] = value;
    const isFit = counts.every((count, node) => isIntegerIn(count, 1, earlier(node)));
    if (counts.length === nodes && isFit) return counts.filter((count) => typeof count === 'number');
    const law = `a list of ${nodes} integers, of node i at most ${inputs} + i, i from 0`;
    problems.wrong(path, law, value);
    return undefined;
  }
  if (isIntegerIn(value, 1, most)) {
    return Array.from({ length: nodes }, (_, node) => Math.min(value, earlier(node)));
  }
  problems.wrong(path, `all, an integer in [1, ${most}], or a list of one for each node`, value);
  return undefined;
}
