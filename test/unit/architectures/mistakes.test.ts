import { expect, test } from 'vitest';
import { describeArchitecture } from '../../../architectures/arch.ts';
import { namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import type { QueryAnswer, QueryOptions } from '../../../schemas/query.ts';

/** Path or argument, what was found. */
function mistakes(answer: QueryAnswer): string[] {
  if (answer.ok) throw new Error('no mistake');
  return answer.problems.map((problem) => {
    if (problem.kind === 'file') return problem.message;
    const place = problem.kind === 'argument' ? problem.argument : problem.path.join('.');
    return `${place}: ${problem.found}`;
  });
}

const good = namedGenotypes.DARTS_V2;
const cnn = async (value: unknown, options: QueryOptions = {}): Promise<string[]> =>
  mistakes(await describeArchitecture({ name: 'darts-cnn' }, { value }, options, false));

test.each<[string, unknown, string[]]>([
  ['a list', [], [': []']],
  ['a text', 'DARTS', [': "DARTS"']],
  ['an empty key', { ...good, reduce: undefined, extra: 1 }, ['reduce: nothing']],
  [
    'a misspelt key',
    { normal: good.normal, normal_concat: [2], reduced: good.reduce, reduce_concat: [2] },
    ['reduced: "reduced"', ': one without `reduce`'],
  ],
  [
    'an edge of three',
    { ...good, normal: [['none', 0, 1], ...good.normal.slice(1)] },
    ['normal.0: ["none",0,1]'],
  ],
  ['no keys', {}, [': one without `normal` and `normal_concat` and `reduce` and `reduce_concat`']],
  ['an odd number of edges', { ...good, normal: good.normal.slice(1) }, ['normal: a list of 7']],
  [
    'an unknown operation',
    { ...good, normal: [['sep_conv_9x9', 0], ...good.normal.slice(1)] },
    ['normal.0.0: "sep_conv_9x9"'],
  ],
  [
    'a source that comes later',
    { ...good, reduce: [['none', 2], ...good.reduce.slice(1)] },
    ['reduce.0.1: 2'],
  ],
  ['a source between', { ...good, normal: [['none', 0.5], ...good.normal.slice(1)] }, ['normal.0.1: 0.5']],
  ['a node that is not there', { ...good, normal_concat: [2, 6] }, ['normal_concat.1: 6']],
  ['a node twice', { ...good, normal_concat: [2, 3, 2] }, ['normal_concat.2: 2']],
  ['an input in the output', { ...good, normal_concat: [0] }, ['normal_concat.0: 0']],
  [
    'another space',
    { space: 'darts-rnn', id: '', genotype: { ...good, normal_concat: [] } },
    ['space: "darts-rnn"', 'genotype.normal_concat: []'],
  ],
])('%s is no genotype', async (_, value, expected) => {
  expect(await cnn(value)).toEqual(expected);
});

test.each<[QueryOptions, string[]]>([
  [{ layers: '0' }, ['--layers: "0"']],
  [{ layers: '-1', classes: '1e3', channels: '' }, ['--channels: ""', '--layers: "-1"', '--classes: "1e3"']],
  [{ stem: 'cifer' }, ['--stem: "cifer"']],
  [{ width: '850' }, ['--width: --width']],
  [{ stem: 'imagenet', channels: '33' }, ['--channels: 33']],
  [{ auxiliary: true, input: '64' }, ['--auxiliary: maps of 16x16']],
  [{ channels: '4096', input: '4096', layers: '1000' }, ['--channels: a larger one']],
])('options %j are refused', async (options, expected) => {
  expect(await cnn(good, options)).toEqual(expected);
});

test.each<[string, unknown, string[]]>([
  ['`none`', { recurrent: [['none', 0]], concat: [1] }, ['recurrent.0.0: "none"']],
  ['a predecessor that comes later', { recurrent: [['tanh', 1]], concat: [1] }, ['recurrent.0.1: 1']],
  ['a state that is not there', { recurrent: [['tanh', 0]], concat: [2] }, ['concat.0: 2']],
  ['no nodes', { recurrent: [], concat: [1] }, ['recurrent: []']],
])('%s is no part of a recurrent genotype', async (_, value, expected) => {
  expect(mistakes(await describeArchitecture({ name: 'darts-rnn' }, { value }, {}, false))).toEqual(expected);
});

test('an unknown name is answered with those there are', async () => {
  const answer = await describeArchitecture({ name: 'darts-cnn' }, { name: 'toString' }, {}, false);
  expect(mistakes(answer)).toEqual(['<architecture>: "toString"']);
  expect(answer).toMatchObject({ problems: [{ among: Object.keys(namedGenotypes) }] });
  expect(mistakes(await describeArchitecture({ name: 'constructor' }, { name: 'x' }, {}, false))).toEqual([
    '--space: "constructor"',
  ]);
});
