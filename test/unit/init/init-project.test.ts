import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { initProject } from '../../../runner/init/init-project.ts';
import { starterFiles } from '../../../runner/init/starter.ts';
import { loadManifest } from '../../../runner/manifest/index.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

test('an empty folder gets every file, and a second time none', () => {
  const root = join(temporaryFolder(), 'My search!');
  mkdirSync(root);
  const paths = ['package.json', ...Object.keys(starterFiles), '.gitignore'];
  expect(initProject(root)).toEqual({ written: paths, completed: [], kept: [] });
  expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).toEqual({
    name: 'my-search',
    private: true,
    type: 'module',
  });
  expect(initProject(root)).toEqual({ written: [], completed: [], kept: paths });
});

test('what .gitignore has in other words is not added again', () => {
  const root = temporaryFolder();
  writeFileSync(join(root, '.gitignore'), '/artifacts/\nnode_modules\n');
  expect(initProject(root).completed).toEqual(['.gitignore']);
  expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('/artifacts/\nnode_modules\n.reprise\n');
});

test('the manifest of a new project is one without a fault', () => {
  const root = temporaryFolder();
  initProject(root);
  const loaded = loadManifest(join(root, 'manifests/first/first-table.yaml'));
  expect(loaded.ok).toBe(true);
});
