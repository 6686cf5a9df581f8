/** Every black-box method searches every form of declared space. */
import { describe, expect, test } from 'vitest';
import type { BlackBoxModule } from '../../../experiments/method/module.ts';
import { type Score, worstScore } from '../../../experiments/method/score.ts';
import { loadMethod } from '../../../experiments/registry/load-method.ts';
import { methods } from '../../../experiments/registry/methods.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { DeclaredArchitectures } from '../../../experiments/space/declared/space.ts';
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { declared, examples } from './spaces.ts';

const loaded = await Promise.all(Object.keys(methods).map((kind) => loadMethod(kind)));
const blackBox = loaded.flatMap((method) => (method?.form === 'black-box' ? [method] : []));

/** As a manifest with its smallest budget has them. */
function settingsOf({ settings, tiny }: BlackBoxModule): JsonObject {
  const defaults = Object.entries(settings).flatMap(([name, setting]) =>
    typeof setting['default'] === 'number' ? [[name, setting['default']] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...Object.values(tiny)[0] };
}

const objectives = [{ name: 'errorPercent', goal: 'minimize', worst: 100 }] as const;

/** A number for each architecture, the same for equal ids. */
const scoreOf = (id: string): Score => ({
  objectives,
  values: [Number.parseInt(canonicalDigest(id).slice(0, 8), 16) / 2 ** 32],
});

/** The ids of the architectures that a method asks for, one after the other; null for a forbidden one. */
function asked(
  module: BlackBoxModule,
  space: DeclaredArchitectures,
  seed: number,
): readonly (string | null)[] {
  const searched = { variation: space, config: space.config };
  const method = module.propose(settingsOf(module), searched, { epochs: 1, key: key(seed) });
  const found: (string | null)[] = [];
  for (let i = 0; i < 40; i += 1) {
    const trial = method.ask();
    if (trial === 'wait' || trial === undefined) break;
    const isValid = space.validate(trial.architecture).length === 0;
    const id = space.id(trial.architecture);
    found.push(isValid ? id : null);
    method.tell(trial, isValid ? scoreOf(id) : worstScore(objectives));
  }
  return found;
}

describe.each(blackBox.map((module) => [module.kind, module] as const))('%s', (_, module) => {
  test.each(examples)('searches $title', ({ written }) => {
    const space = new DeclaredArchitectures(declared(written));
    const found = asked(module, space, 1);
    expect(found).toEqual(asked(module, space, 1));
    expect(new Set(found).size).toBeGreaterThan(1);
    if (!('forbidden' in written)) expect(found).not.toContain(null);
  });
});

test('methods that sample the space itself never ask for a forbidden combination', () => {
  const [example] = examples.filter(({ written }) => 'forbidden' in written);
  const space = new DeclaredArchitectures(declared(example?.written ?? {}));
  for (const module of blackBox) {
    if (!['random', 'regularized-evolution', 'local-search'].includes(module.kind)) continue;
    for (const seed of [1, 2, 3]) expect(asked(module, space, seed)).not.toContain(null);
  }
});

test('local search measures no architecture twice', () => {
  const [local] = blackBox.filter(({ kind }) => kind === 'local-search');
  if (!local) throw new Error('no local search');
  for (const { written } of examples) {
    const found = asked(local, new DeclaredArchitectures(declared(written)), 4);
    expect(new Set(found).size).toBe(found.length);
  }
});

test('a decision that takes no part teaches REINFORCE and TPE nothing', () => {
  const space = new DeclaredArchitectures(
    declared({ parameters: { a: { choice: [1, 2] }, b: { choice: [1, 2, 3], when: { a: 2 } } } }),
  );
  expect(space.config.isActive([0, 2])).toEqual([true, false]);
  expect(space.config.isActive([1, 2])).toEqual([true, true]);
  expect(space.id(space.config.decode([0, 2]))).toBe(space.id(space.config.decode([0, 1])));
  expect(space.sample(draws(key(1)))).toMatchObject({ a: expect.any(Number) });
});
