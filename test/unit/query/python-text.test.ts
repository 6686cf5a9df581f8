import { expect, test } from 'vitest';
import { plainValue } from '../../../runner/query/json-text.ts';
import { looksLikePython, parsePython } from '../../../runner/query/python-text.ts';

const cell = 'normal=[(\'sep_conv_3x3\', 0), ("skip_connect", 1,)], normal_concat=range(2, 6)';

test.each([
  [`Genotype(${cell})`],
  [`  DARTS_V2 = Genotype(\n    ${cell.replaceAll(', ', ',\n  ')},\n)\n`],
  [`11/03 03:51:29 PM genotype = Genotype(${cell})\r\n`],
])('reads %.30s', (text) => {
  expect(looksLikePython(text)).toBe(true);
  const parsed = parsePython(text);
  expect(parsed.ok ? plainValue(parsed.value) : parsed.failures).toEqual({
    normal: [
      ['sep_conv_3x3', 0],
      ['skip_connect', 1],
    ],
    normal_concat: [2, 3, 4, 5],
  });
});

test('reads recurrent cells, lists, words and numbers', () => {
  const parsed = parsePython(
    "Genotype(recurrent=[('sigmoid', 0)], concat=range(3), x=[-1.5e3, True, None, ()])",
  );
  expect(parsed.ok ? plainValue(parsed.value) : parsed.failures).toEqual({
    recurrent: [['sigmoid', 0]],
    concat: [0, 1, 2],
    x: [-1500, true, null, []],
  });
});

test.each([
  ['Genotype(', 9, 'a name and `=`', 'the end of the text'],
  ['Genotype([1])', 9, 'a name and `=`', '`[`'],
  ['Genotype(a=[1 2])', 14, '`,` or `]`', '`2`'],
  ['Genotype(a=1, a=2)', 14, 'each name once', '`a`'],
  ['Genotype(a=open(1))', 11, 'Genotype(...), range(...) or a value', '`open`'],
  ["Genotype(a='x\n')", 11, 'a list, a tuple, a number or a text in quotes', "`'`"],
  ['Genotype(a=\u001b[0m)', 11, 'a list, a tuple, a number or a text in quotes', '`\\u001b`'],
  ['Genotype(a=range(0, 1000000000))', 11, 'range(start, end) of at most 1000 integers', '`range`'],
  ['Genotype(a=range(1, 2, 3))', 11, 'range(start, end) of at most 1000 integers', '`range`'],
  [`Genotype(a=${'['.repeat(9999)}`, 31, 'at most 20 levels', '`[`'],
  [`Genotype(${cell}) Genotype(${cell})`, 88, 'nothing after the genotype', '`Genotype`'],
])('refuses %.40s, and says where', (text, start, expected, found) => {
  expect(parsePython(text)).toMatchObject({ ok: false, failures: [{ at: { start }, expected, found }] });
});
