import { describe, expect, test } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import { restrictGraph } from '../../../runner/graph/restrict.ts';
import { randomMethod, smallManifest } from '../../util/manifest.ts';

const graph = expand({
  ...smallManifest,
  methods: { random: randomMethod, tuned: { ...randomMethod, matrix: { evaluations: [2, 3] } } },
});

const only = (...names: readonly string[]): readonly string[] => {
  const part = restrictGraph(graph, names);
  if (!part.ok) throw new Error(part.failures[0]?.name);
  return part.value.jobs.map(({ label }) => label);
};
const labels = graph.jobs.map(({ label }) => label);

describe('a part of a graph', () => {
  test('of a method has the jobs of all its variants, of a variant its own', () => {
    expect(only('tuned')).toEqual(labels.filter((label) => label.startsWith('tuned[')));
    expect(only('tuned[evaluations=3]')).toEqual(
      labels.filter((label) => label.startsWith('tuned[evaluations=3]/')),
    );
  });

  test('of a stage has what its jobs need too, and nothing that comes after', () => {
    expect(only('retrain')).toEqual(labels.filter((label) => /\/(?:search|retrain)\//.test(label)));
  });

  test('of two names of one sort has the jobs of both, of two sorts those that are of each', () => {
    expect(only('random', 'tuned')).toEqual(labels);
    expect(only('random', 'second', 'search')).toEqual([
      'random/second/search/s11',
      'random/second/search/s12',
    ]);
  });

  test('of an unknown name is refused with the names there are', () => {
    expect(restrictGraph(graph, ['random', 'serach'])).toEqual({
      ok: false,
      failures: [
        {
          reason: 'unknown-part',
          name: 'serach',
          methods: ['random', 'tuned'],
          stages: ['search', 'retrain', 'evaluate'],
          seedSets: ['first', 'second'],
        },
      ],
    });
  });
});
