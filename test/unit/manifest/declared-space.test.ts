/** Search spaces that a manifest declares. */
import { describe, expect, it } from 'vitest';
import { loadManifest, renderProblems } from '../../../runner/manifest/index.ts';
import { readDeclaration } from '../../../schemas/declared-space/read-declaration.ts';
import { manifestText, writeManifest } from './write-manifest.ts';

/** What is wrong with the space, without what does not fit it. */
function problems(space: string): string {
  const file = writeManifest(manifestText(['space: { name: darts-cnn }\n', `space:\n${space}\n`]));
  const loaded = loadManifest(file);
  if (loaded.ok) return '';
  const own = loaded.failures.filter(({ reason }) => reason !== 'does-not-fit');
  return own.length === 0 ? '' : renderProblems(own).replaceAll(`${file}:`, '');
}

describe('a declared space', () => {
  it('is read when it is right', () => {
    const space = [
      '  parameters:',
      '    depth: { integer: [2, 8] }',
      '    kernel: { choice: [3, 5, 7], for: depth }',
      '    rate: { float: [1e-4, 1e-1], scale: log }',
      '    activation: { choice: [relu, swish] }',
      '    squeeze: { choice: [4, 8], when: { activation: swish } }',
      '    size: { ordinal: [small, medium, large] }',
      '    bias: boolean',
      '  cells:',
      '    normal: { inputs: 2, nodes: 4, edges: 2, operations: [a, b] }',
      '    reduction: { same: normal }',
      '  forbidden:',
      '    - { activation: relu, size: [large] }',
    ];
    expect(problems(space.join('\n'))).toBe('');
  });

  it('says all that is wrong at its place', () => {
    const space = [
      '  parameters:',
      '    depth: { integer: [8, 2] }',
      '    rate: { float: [0, 1], step: 0.3 }',
      '    fine: { float: [0.1, 1], step: 0.1, scale: log }',
      '    kernel: { choice: [3, 5, 5], for: dept }',
      '    a: { choice: [1, 2], when: { b: 7 } }',
      '    b: { choice: [1, 2] }',
      '  cells:',
      '    normal: { nodes: 2, edges: 3, operations: [x, x] }',
      '    reduction: { same: normale }',
      '  forbidden: [{ c: 1 }]',
    ];
    expect(problems(space.join('\n'))).toMatchInlineSnapshot(`
      "6:23: error: wrong search space at space.parameters.depth.integer
      6 |     depth: { integer: [8, 2] }
        |                       ^^^^^^
      expected [low, high] with low <= high, found [8,2]
      note: exchange them

      7:34: error: wrong search space at space.parameters.rate.step
      7 |     rate: { float: [0, 1], step: 0.3 }
        |                                  ^^^
      expected a step that leads from 0 to 1, found 0.3
      note: write float: [0, 0.9], or another step

      8:30: error: wrong search space at space.parameters.fine.step
      8 |     fine: { float: [0.1, 1], step: 0.1, scale: log }
        |                              ^^^^
      expected a step or the scale log, and not both, found "step"
      note: leave one of them out

      9:30: error: wrong search space at space.parameters.kernel.choice.2
      9 |     kernel: { choice: [3, 5, 5], for: dept }
        |                              ^
      expected each value once, found 5
      note: leave it out

      9:39: error: wrong search space at space.parameters.kernel.for
      9 |     kernel: { choice: [3, 5, 5], for: dept }
        |                                       ^^^^
      expected the name of a parameter: one of a, b, depth, fine, kernel, rate, found "dept"
      help: did you mean "depth"?

      10:37: error: wrong search space at space.parameters.a.when.b
      10 |     a: { choice: [1, 2], when: { b: 7 } }
         |                                     ^
      expected one of 1, 2, found 7

      13:51: error: wrong search space at space.cells.normal.operations.1
      13 |     normal: { nodes: 2, edges: 3, operations: [x, x] }
         |                                                   ^
      expected each operation once, found "x"
      note: leave it out

      14:24: error: wrong search space at space.cells.reduction.same
      14 |     reduction: { same: normale }
         |                        ^^^^^^^
      expected a cell that says its own choices: one of normal, found "normale"
      help: did you mean "normal"?

      15:17: error: wrong search space at space.forbidden.0.c
      15 |   forbidden: [{ c: 1 }]
         |                 ^
      expected the name of a parameter: one of a, b, depth, fine, kernel, rate, found "c"
      help: did you mean "a"?
      "
    `);
  });

  it.each([
    [
      'a circle',
      '  parameters: { a: { choice: [1, 2], when: { b: 1 } }, b: { choice: [1, 2], when: { a: 1 } } }',
      'a -> b -> a',
    ],
    ['itself', '  parameters: { a: { choice: [1, 2], when: { a: 1 } } }', 'a -> a'],
    [
      'nothing left',
      '  { parameters: { a: { choice: [1, 2] } }, forbidden: [{ a: [1, 2] }] }',
      'none that is left',
    ],
    ['one architecture', '  parameters: { a: { choice: [1] } }', 'a single one'],
    [
      'a float in a condition',
      '  parameters: { a: { float: [0, 1] }, b: { choice: [1], when: { a: 0 } } }',
      'give a a step',
    ],
    ['a log scale from 0', '  parameters: { a: { integer: [0, 4], scale: log } }', 'at least 1'],
    [
      'layers of layers',
      '  parameters: { a: { integer: [1, 2], for: 2 }, b: { choice: [1, 2], for: a } }',
      'a parameter with one value',
    ],
    [
      'a condition on a layer',
      '  parameters: { a: { choice: [1, 2], for: 2 }, b: { choice: [1, 2], when: { a: 1 } } }',
      'give b `for: 2`',
    ],
    [
      'too many decisions',
      '  parameters: { a: { choice: [1, 2], for: 200 }, b: { choice: [1, 2], for: 200 } }',
      'at most 256 decisions',
    ],
    ['a name beside it', '  { name: darts-cnn, parameters: { a: boolean } }', 'leave the name out'],
    ['nothing', '  { forbidden: [] }', 'neither'],
  ])('refuses %s', (_, space, words) => {
    expect(problems(space)).toContain(words);
  });
});

describe('a large declaration', () => {
  it('of a million choices is refused at once', () => {
    const choice = Array.from({ length: 1_000_000 }, (_, i) => i);
    expect(readDeclaration({ parameters: { a: { choice } } })).toMatchObject({
      failures: [{ expected: 'a list of 1 to 1000 values', found: 'a list of 1000000' }],
    });
  });

  it('of conditions in a long chain is read', () => {
    const names = Array.from({ length: 200 }, (_, i) => `p${i}`);
    const chain = names.map((name, i) => [
      name,
      { choice: [0, 1], ...(i > 0 ? { when: { [`p${i - 1}`]: 1 } } : {}) },
    ]);
    expect(readDeclaration({ parameters: Object.fromEntries(chain) })).toMatchObject({ ok: true });
  });

  it('whose combinations hang together too closely is refused', () => {
    const names = Array.from({ length: 60 }, (_, i) => `p${i}`);
    const parameters = Object.fromEntries(names.map((name) => [name, { choice: [0, 1, 2, 3] }]));
    const forbidden = names.flatMap((a, i) =>
      [1, 7, 13].map((step) => ({
        [a]: 0,
        [names[(i * step + 11) % 60] ?? a]: 1,
        [names[(i + step * 5) % 60] ?? a]: 2,
      })),
    );
    expect(readDeclaration({ parameters, forbidden })).toMatchObject({
      failures: [{ path: ['forbidden'], found: 'more than can be told apart' }],
    });
  });

  it('of more layers than decisions is refused', () => {
    const parameters = { depth: { integer: [1, 100_000_000] }, kernel: { choice: [1, 2], for: 'depth' } };
    expect(readDeclaration({ parameters })).toMatchObject({
      failures: [{ path: ['parameters', 'kernel', 'for'] }],
    });
  });
});

it('the order in which a space is written changes nothing', () => {
  const parameters = { b: { choice: [1, 2], when: { a: true } }, a: 'boolean' };
  const other = { a: 'boolean', b: { when: { a: true }, choice: [1, 2] } };
  expect(readDeclaration({ parameters })).toEqual(readDeclaration({ parameters: other }));
});
