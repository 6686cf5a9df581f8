/**
 * Readers of what others write, on thousands of broken inputs: a value or a failure with words, never an exception, never
 * longer or larger than a limit. A short run is part of the tests; `npm run soak:fuzz -- --minutes 30` goes on with other
 * seeds and says which one found something.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleProgram } from '../util/bundle-program.ts';
import { Fuzzer } from './fuzzer.ts';
import { FuzzRandom } from './random.ts';
import { inputFor, targetNames } from './seeds.ts';

const folder = mkdtempSync(join(tmpdir(), 'reprise-fuzz-'));
const fuzzer = new Fuzzer(join(folder, 'child.mjs'));
/** Inputs for each target, and the first seed. */
const count = Number(process.env['FUZZ_COUNT'] ?? 40);
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);

beforeAll(() => bundleProgram('test/fuzz/child.ts', join(folder, 'child.mjs')));
let foundSomething = false;
afterAll(() => {
  fuzzer.close();
  // What found something is kept, to be looked at.
  if (!foundSomething) rmSync(folder, { recursive: true, force: true });
});

it.each(targetNames)('%s', { timeout: 3_600_000 }, async (target) => {
  const found: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count && found.length < 3; seed += 1) {
    const input = inputFor(target, new FuzzRandom(seed));
    const wrong = await fuzzer.try(target, input);
    if (wrong === null) continue;
    foundSomething = true;
    const kept = join(folder, `${target}-${seed}`);
    writeFileSync(kept, input);
    found.push(`FUZZ_SEED=${seed}: ${wrong}\n  the input is in ${kept}`);
  }
  expect(found).toEqual([]);
});
