/** What docs/declared-spaces.md shows and says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { DeclaredArchitectures } from '../../../experiments/space/declared/space.ts';
import { methodForms } from '../../../schemas/fit.ts';
import { declared } from './spaces.ts';

const page = readFileSync('docs/declared-spaces.md', 'utf8');
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);
const spaces = blocks('yaml').map((text) => new DeclaredArchitectures(declared(parse(text).space)));
const [first, layered, cells] = spaces;

test('its spaces are counted', () => {
  const layers = [2, 3, 4, 5, 6, 7, 8].reduce((sum, depth) => sum + 3n ** BigInt(depth), 0n);
  // relu has two sizes and no squeeze, swish three and two.
  expect(first?.count).toBe(layers * 2n * (2n + 3n * 2n));
  expect(layered?.count).toBe(4n + 16n + 64n);
  expect(cells?.labelled).toBe((180n * 3n ** 8n) ** 2n);
});

test('its architecture is one of the space before it', () => {
  const [text = ''] = blocks('json');
  expect(layered?.validate(JSON.parse(text))).toEqual([]);
});

test('the values of its table are read', () => {
  const written = { float: [0, 0.5], step: 0.1 };
  const space = new DeclaredArchitectures(declared({ parameters: { rate: written } }));
  const values = [0, 1, 2, 3, 4, 5].map((i) => space.decode([i])['rate']);
  expect(values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  for (const parameter of [{ integer: [16, 64], step: 16 }, { choice: [3, 5, 'relu', true] }]) {
    expect(new DeclaredArchitectures(declared({ parameters: { a: parameter } })).count).toBe(4n);
  }
});

test('it names every black-box method', () => {
  const kinds = Object.keys(methodForms).filter((kind) => methodForms[kind] === 'black-box');
  for (const kind of kinds) expect(page).toContain(`\`${kind}\``);
});
