import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseJson, plainValue, spanAt } from '../../../runner/query/json-text.ts';

const texts = [
  ...['0', '-1.5e-3', '"a\\u00e9\\n\\"b"', 'true', 'null', '[]', '{}', ' [1, {"a": [2, "x"]}, {}]\r\n\t'],
  readFileSync('test/fixtures/query-networks.json', 'utf8'),
  readFileSync('package.json', 'utf8'),
];

test.each(texts)('reads %.40s as the platform does', (text) => {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failures));
  expect(plainValue(parsed.value)).toEqual(JSON.parse(text));
});

test.each([
  ['', 0, 'a JSON value', 'the end of the text'],
  ['[1,]', 3, 'a JSON value', '`]`'],
  ['[1 2]', 3, '`,` or `]`', '`2`'],
  ['{"a": 1,}', 8, 'a key in double quotes', '`}`'],
  ["{'a': 1}", 1, 'a key in double quotes', "`'`"],
  ['{"a" 1}', 5, '`:`', '`1`'],
  ['{"a": 1, "a": 2}', 9, 'each key once', '"a" again'],
  ['[01]', 1, 'a JSON value', '`01`'],
  ['[1.]', 1, 'a JSON value', '`1.`'],
  ['[True]', 1, 'a JSON value', '`True`'],
  ['nulls', 0, 'a JSON value', '`nulls`'],
  ['[NaN]', 1, 'a JSON value', '`NaN`'],
  ['"a\nb"', 0, 'a text that ends with `"` on its line', '`"`'],
  ['"\\x"', 0, 'a text with escapes that JSON knows', '`"`'],
  ['[1] []', 4, 'nothing after the value', '`[`'],
  ['['.repeat(300), 201, 'at most 200 levels', '`[`'],
])('refuses %.20s as the platform does, and says where', (text, start, expected, found) => {
  if (!text.startsWith('{"a": 1, "a"')) expect(() => JSON.parse(text)).toThrow();
  expect(parseJson(text)).toMatchObject({ ok: false, failures: [{ at: { start }, expected, found }] });
});

test('finds the place of a value and of a key', () => {
  const text = '\u{feff}{"a": [10, {"b": "x"}]}';
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error('refused');
  const at = (path: (string | number)[], ofKey = false): string => {
    const { start, end } = spanAt(parsed.value, path, ofKey);
    return text.slice(start, end);
  };
  expect(at(['a', 0])).toBe('10');
  expect(at(['a', 1, 'b'])).toBe('"x"');
  expect(at(['a', 1, 'b'], true)).toBe('"b"');
  expect(at(['a', 7])).toBe('[10, {"b": "x"}]');
  expect(at([])).toBe(text.slice(1));
});
