import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { registryEntries } from '../../../runner/build/code-graph.ts';
import { ownModules, ownSources } from '../../../runner/project/own-modules.ts';
import { withEntries } from '../../../runner/project/registry-lines.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

function folderWith(...paths: readonly string[]): string {
  const root = temporaryFolder();
  for (const path of paths) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  return root;
}

test('modules are files and folders with an index; tests, notes and folders without one are none', () => {
  const root = folderWith(
    'experiments/method/b.ts',
    'experiments/method/a/index.ts',
    'experiments/method/a/part.ts',
    'experiments/method/b.test.ts',
    'experiments/method/README.md',
    'experiments/method/parts/one.ts',
    'experiments/space/mine.ts',
    'experiments/other/x.ts',
  );
  expect(ownModules(root)).toEqual([
    { kind: 'method', name: 'a', path: 'experiments/method/a/index.ts' },
    { kind: 'method', name: 'b', path: 'experiments/method/b.ts' },
    { kind: 'space', name: 'mine', path: 'experiments/space/mine.ts' },
  ]);
  expect(ownSources(root)).toEqual([
    'experiments/method/a/index.ts',
    'experiments/method/a/part.ts',
    'experiments/method/b.ts',
    'experiments/method/parts/one.ts',
    'experiments/space/mine.ts',
  ]);
});

test('a folder without experiments has no modules', () => {
  expect(ownModules(temporaryFolder())).toEqual([]);
});

test.each(['methods', 'spaces', 'tasks'])('the registry of %s takes lines before its own', (name) => {
  const text = readFileSync(`experiments/registry/${name}.ts`, 'utf8');
  const own = { kind: 'method', name: 'my-own', path: 'experiments/method/my-own.ts' } as const;
  const extended = withEntries(text, [own]);
  expect(registryEntries(extended)).toEqual([
    { name: 'my-own', specifier: '../method/my-own.ts' },
    ...registryEntries(text),
  ]);
  expect(extended.replace("  'my-own': () => import('../method/my-own.ts'),\n", '')).toBe(text);
});

test('the method of the guide is the one that is tested', () => {
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync('docs/your-own-project.md', 'utf8')) ?? [];
  const fixture = readFileSync('test/fixtures/own-method.ts', 'utf8');
  expect(code).toBe(fixture.split('\n').slice(2).join('\n'));
});
