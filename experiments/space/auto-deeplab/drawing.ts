/** An Auto-DeepLab architecture as two graphs: the trellis with the chosen path, and the cell. */
import type { DrawnGraph, DrawnNode, Family, Picture } from '../drawn-graph.ts';
import { type AutoDeepLabGenotype, blocksOf } from './genotype.ts';
import { type Operation, partsOf } from './operations.ts';
import { arrowsInto, levelOf, levelsOf, strideOf } from './trellis.ts';

/** @param name heading; null for none */
export const drawAutoDeepLab = (genotype: AutoDeepLabGenotype, name: string | null): Picture => ({
  heading: name,
  graphs: [drawTrellis(genotype.path), drawCell(genotype)],
});

const nodeId = (layer: number, level: number): string => (layer < 0 ? 'stem' : `${layer}/${level}`);

/** Nodes of the path and its arrows stand out by their colour; the others are there, without one. */
function drawTrellis(path: readonly number[]): DrawnGraph {
  const chosen = path.map(levelOf);
  const isChosen = (layer: number, level: number): boolean => layer < 0 || chosen[layer] === level;
  const nodes: DrawnNode[] = path.flatMap((_, layer) =>
    Array.from(
      { length: levelsOf(layer) },
      (_level, level): DrawnNode => ({
        id: nodeId(layer, level),
        text: String(strideOf(level)),
        family: isChosen(layer, level) ? 'separable' : 'none',
      }),
    ),
  );
  const edges = path.flatMap((_, layer) =>
    arrowsInto(layer).map(({ from, to }) => {
      const taken = isChosen(layer - 1, from) && isChosen(layer, to);
      const ends = { from: nodeId(layer - 1, from), to: nodeId(layer, to) };
      return taken ? { ...ends, label: { text: `layer ${layer + 1}`, family: 'separable' as const } } : ends;
    }),
  );
  return { title: 'Network', nodes: [{ id: 'stem', text: 'stem', family: 'input' }, ...nodes], edges };
}

function drawCell(genotype: AutoDeepLabGenotype): DrawnGraph {
  const blocks = blocksOf(genotype);
  return {
    title: 'Cell',
    nodes: [
      { id: '0', text: 'H', subscript: 'l−1', family: 'input' },
      { id: '1', text: 'H', subscript: 'l−2', family: 'input' },
      ...blocks.map((_, b): DrawnNode => ({ id: String(b + 2), text: 'add', family: 'node' })),
      { id: 'output', text: 'H', subscript: 'l', family: 'output' },
    ],
    edges: [
      ...blocks.flatMap((block, b) =>
        block.map(([operation, state]) => ({
          from: String(state),
          to: String(b + 2),
          label: { text: operation, family: familyOf(operation) },
        })),
      ),
      ...blocks.map((_, b) => ({ from: String(b + 2), to: 'output' })),
    ],
  };
}

function familyOf(operation: Operation): Family {
  const { kind } = partsOf(operation);
  switch (kind) {
    case 'max':
    case 'avg':
      return 'pooling';
    case 'atrous':
      return 'dilated';
    case 'separable':
    case 'identity':
    case 'none':
      return kind;
    default:
      return kind satisfies never;
  }
}
