import { expect, test } from 'vitest';
import { projectFields } from '../../../runner/key/project-fields.ts';

const description = { name: 'reprise', type: 'module', version: '1.0.0', scripts: { test: 'x' } };

test('fields that decide how sources are resolved count, and no others', () => {
  expect(projectFields(description)).toEqual({ name: 'reprise', type: 'module' });
  expect(projectFields({ ...description, jsnext: 'a.js' }, ['jsnext'])).toHaveProperty('jsnext', 'a.js');
});

test('what the project offers to others counts by the sources that it leads to', () => {
  const exports = { './method': './experiments/api/method.ts' };
  expect(projectFields({ ...description, exports })).toEqual(projectFields(description));
});
