import { describe, expect, test } from 'vitest';
import { codeGraph, registryEntries } from '../../../runner/build/code-graph.ts';
import { codeClosure, namesIn, registeredNames } from '../../../runner/key/code-closure.ts';

const registry = 'experiments/registry/methods.ts';

const texts: Readonly<Record<string, string>> = {
  [registry]: `
export const methods = {
  'random': () => import('../method/random.ts'),
  tpe: () => import('../method/tpe.ts'),
  'a-method-with-a-long-name': () =>
    import('../method/long.ts'),
};
export const other = () => import('../method/always.ts');
`,
};

type Kind = 'import-statement' | 'dynamic-import';
const own = (path: string, kind: Kind, original = path) => ({ path, kind, original });
const fromPackage = (path: string) => ({ path, kind: 'import-statement' as const, external: true });
const file = (...imports: { path: string; kind: Kind; original?: string; external?: boolean }[]) => ({
  bytes: 1,
  imports,
});

const graph = codeGraph(
  {
    inputs: {
      'experiments/worker.ts': file(
        own('experiments/job.ts', 'dynamic-import'),
        own(registry, 'import-statement'),
        fromPackage('node:fs'),
      ),
      'experiments/job.ts': file(
        own('schemas/a.ts', 'import-statement'),
        fromPackage('@scope/core/dist/ops.js'),
      ),
      [registry]: file(
        own('experiments/method/random.ts', 'dynamic-import', '../method/random.ts'),
        own('experiments/method/tpe.ts', 'dynamic-import', '../method/tpe.ts'),
        own('experiments/method/long.ts', 'dynamic-import', '../method/long.ts'),
        own('experiments/method/always.ts', 'dynamic-import', '../method/always.ts'),
        own('experiments/registry-helper.ts', 'import-statement', '../registry-helper.ts'),
      ),
      'experiments/method/random.ts': file(),
      'experiments/method/tpe.ts': file(
        own('experiments/method/parzen.ts', 'import-statement'),
        fromPackage('density'),
      ),
      'experiments/method/parzen.ts': file(),
      'experiments/method/long.ts': file(),
      'experiments/method/always.ts': file(),
      'experiments/registry-helper.ts': file(),
      'schemas/a.ts': file(),
      'runner/exec/select-job.ts': file(own('schemas/a.ts', 'import-statement')),
    },
  },
  new Map(Object.entries(texts)),
  ['experiments/engine/assembly/index.ts', 'experiments/worker.ts'],
);

const reach = (...names: string[]) => codeClosure(graph, 'experiments/worker.ts', new Set(names));
const common = [
  'experiments/job.ts',
  'experiments/method/always.ts',
  'experiments/registry-helper.ts',
  'experiments/worker.ts',
  'schemas/a.ts',
];

describe('codeClosure', () => {
  test('follows imports now and later, but of a registry only what is named; the entries of others do not count', () => {
    expect(reach()).toEqual({
      files: common,
      registries: [[registry, expect.stringMatching(/^[0-9a-f]{64}$/)]],
      entries: [],
      packages: ['@scope/core'],
    });
    expect(reach('random')).toEqual({
      files: [...common, 'experiments/method/random.ts'].sort(),
      registries: reach().registries,
      entries: [[registry, 'random', 'experiments/method/random.ts']],
      packages: ['@scope/core'],
    });
  });

  test('what a named module imports belongs to it, with its packages', () => {
    const { files, packages } = reach('tpe');
    expect(files).toContain('experiments/method/parzen.ts');
    expect(packages).toEqual(['@scope/core', 'density']);
  });

  test('an entry on two lines is an entry', () => {
    expect(reach('a-method-with-a-long-name').files).toContain('experiments/method/long.ts');
  });

  test('another entry begins elsewhere', () => {
    expect(codeClosure(graph, 'runner/exec/select-job.ts', new Set()).files).toEqual([
      'runner/exec/select-job.ts',
      'schemas/a.ts',
    ]);
  });

  test('a file that the graph lacks is no closure', () => {
    expect(() => codeClosure(graph, 'experiments/none.ts', new Set())).toThrow(
      new Error('Internal error: the import graph lacks experiments/none.ts'),
    );
  });
});

test('a source beside the registries that has no entries is one like any', () => {
  const helper = 'experiments/registry/load.ts';
  const plain = codeGraph({ inputs: { [helper]: file() } }, new Map([[helper, 'export const load=1;']]), []);
  expect(codeClosure(plain, helper, new Set())).toMatchObject({ files: [helper], registries: [] });
});

test('the kernels, which nothing imports, are part of the graph', () => {
  expect(graph.kernels).toEqual(['experiments/engine/assembly/index.ts']);
});

test('names are all texts that stand as values, at any depth', () => {
  const parameters = { method: { kind: 'asha', of: [{ kind: 'tpe' }] }, epochs: 3, none: null };
  expect([...namesIn(parameters)].sort()).toEqual(['asha', 'tpe']);
  expect([...registeredNames(graph)].sort()).toEqual(['a-method-with-a-long-name', 'random', 'tpe']);
});

test.each([
  ["  'a-b': () => import('./x.ts'),", 'a-b'],
  ["  plain: () => import('./x.ts'),", 'plain'],
  ['  "double": () => import("./x.ts"),', 'double'],
  ["  wrapped: () =>\n    import('./x.ts'),", 'wrapped'],
  ["  broken: () => import(\n    './x.ts'\n  ),", 'broken'],
  ["  later: async () => import('./x.ts'),", 'later'],
])('an entry written %j is read', (text, name) => {
  expect(registryEntries(text)).toEqual([{ name, specifier: './x.ts' }]);
});
