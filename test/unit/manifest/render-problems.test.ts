import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { loadManifest, renderProblems } from '../../../runner/manifest/index.ts';
import type { Node } from '../../../runner/manifest-tree/node.ts';
import { problemAt } from '../../../runner/manifest-tree/problem.ts';

const problemIn = (text: string, start: number, end: number) =>
  problemAt(
    { source: { name: 'm.yaml', text }, start, end },
    ['a'],
    { reason: 'wrong-value' },
    { found: 'it' },
  );

it('colours change nothing but colours', () => {
  const result = loadManifest('test/fixtures/manifests/broken/several.yaml');
  const problems = result.ok ? [] : result.failures;
  const coloured = renderProblems(problems, { color: true });
  expect(coloured).not.toBe(renderProblems(problems));
  expect(stripVTControlCharacters(coloured)).toBe(renderProblems(problems));
});

it('no problem gives no text', () => {
  expect(renderProblems([])).toBe('');
});

it('the underline stays below its text behind a tab', () => {
  expect(renderProblems([problemIn('a:\t[1]\n', 3, 6)])).toMatchInlineSnapshot(`
    "m.yaml:1:4: error: wrong value for a
    1 | a:	[1]
      |   	^^^
    found it
    "
  `);
});

it('the underline ends with the line', () => {
  expect(renderProblems([problemIn('a: [1,\r\n 2]\n', 3, 11)])).toMatchInlineSnapshot(`
    "m.yaml:1:4: error: wrong value for a
    1 | a: [1,
      |    ^^^
    found it
    "
  `);
});

it('the part of a long line around the place is shown', () => {
  const text = `a: [${'1, '.repeat(100)}x, ${'2, '.repeat(100)}]`;
  expect(renderProblems([problemIn(text, text.indexOf('x'), text.indexOf('x') + 1)])).toMatchInlineSnapshot(`
    "m.yaml:1:305: error: wrong value for a
    1 |  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, x, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
      |                                                  ^
    found it
    "
  `);
});

it('a place at the end of a file has a line', () => {
  const node: Node = {
    kind: 'scalar',
    value: null,
    span: { source: { name: 'm.yaml', text: 'a:' }, start: 2, end: 2 },
  };
  expect(renderProblems([problemAt(node.span, ['a'], { reason: 'wrong-value' })])).toMatchInlineSnapshot(`
    "m.yaml:1:3: error: wrong value for a
    1 | a:
      |   ^
    "
  `);
});
