import { expect, test } from 'vitest';
import { projectFields } from '../../../runner/key/project-fields.ts';

const exports = { './method': './experiments/api/method.ts' };
const description = { name: 'reprise', type: 'module', version: '1.0.0', scripts: { test: 'x' }, exports };

test('fields that decide how sources are resolved count, and no others', () => {
  expect(projectFields(description)).toEqual({ exports, name: 'reprise', type: 'module' });
  expect(projectFields({ ...description, jsnext: 'a.js' }, ['jsnext'])).toHaveProperty('jsnext', 'a.js');
});

test('the way to tasks counts by the source that it leads to, every other way for all jobs', () => {
  const withTask = { ...exports, './task': './experiments/api/task.ts' };
  expect(projectFields({ ...description, exports: withTask })).toEqual(projectFields(description));
  const withOther = { ...exports, './other': './other.ts' };
  expect(projectFields({ ...description, exports: withOther })).not.toEqual(projectFields(description));
  expect(projectFields({ exports: './main.js' })).toEqual({ exports: './main.js' });
});
