/** A registry is read as text too, to know which module each name loads: every entry must be understood. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registryEntries } from '../../runner/build/code-graph.ts';

const folder = 'experiments/registry';
const registries = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ts')) : [];

test('every import of a registry file is an entry with a name, and its module is there', () => {
  for (const name of registries) {
    const text = readFileSync(join(folder, name), 'utf8');
    const entries = registryEntries(text);
    expect([name, entries.length]).toEqual([name, text.match(/\bimport\(/g)?.length ?? 0]);
    expect([name, new Set(entries.map((entry) => entry.name)).size]).toEqual([name, entries.length]);
    for (const { specifier } of entries) expect(existsSync(join(folder, specifier))).toBe(true);
  }
});
