/**
 * What of this project a search can reach: of methods, spaces, tasks and data sets the modules that it names, so that
 * adding or changing another one changes no key. The graph is that of these sources, as keys are made of.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { readBuildOptions } from '../../runner/build/build-options.ts';
import { entries, readCodeGraph } from '../../runner/build/code-graph.ts';
import { readSources } from '../../runner/build/sources.ts';
import { type CodeGraph, codeClosure, namesIn } from '../../runner/key/code-closure.ts';
import { tinySearches } from '../unit/job/tiny-methods.ts';

const root = process.cwd();
const registries = ['methods', 'spaces', 'tasks', 'data'].map((name) => `experiments/registry/${name}.ts`);
/** Methods and spaces that are made of another one. */
const builtOn: Readonly<Record<string, readonly string[]>> = {
  'successive-halving': ['hyperband'],
  bohb: ['hyperband'],
  ppo: ['reinforce'],
  tune: ['bohb', 'hyperband'],
};

let graph: CodeGraph;
beforeAll(async () => {
  graph = await readCodeGraph(root, readBuildOptions(root).worker, Object.keys(readSources(root).blobs));
});

const entriesOf = (registry: string) => graph.modules[registry]?.registry?.entries ?? [];
const closureOf = (names: ReadonlySet<string>) => codeClosure(graph, entries.worker, names);

test('a worker that is told no name reaches every registry and nothing that is registered', () => {
  const { files, registries: reached } = closureOf(new Set());
  expect(reached.map(([path]) => path)).toEqual(expect.arrayContaining(registries));
  for (const registry of registries) {
    expect(entriesOf(registry).length).toBeGreaterThan(2);
    expect(entriesOf(registry).filter(({ path }) => files.includes(path))).toEqual([]);
  }
});

describe.each(tinySearches)('$title', ({ kind, space, parameters }) => {
  test('reaches the modules that it names, and none besides', () => {
    const { files } = closureOf(namesIn(parameters));
    const names = namesIn([parameters, ...[kind, space].flatMap((name) => builtOn[name] ?? [])]);
    for (const registry of registries) {
      const paths = (isNamed: boolean) =>
        entriesOf(registry).flatMap(({ name, path }) => (names.has(name) === isNamed ? [path] : []));
      const named = new Set(paths(true));
      expect(files).toEqual(expect.arrayContaining([...named]));
      expect(paths(false).filter((path) => files.includes(path) && !named.has(path))).toEqual([]);
    }
  });
});
