/** The jobs of a comparison in words: the first one that differs whole, and of the others how many there are. */
import type { JobDifference, RunDiff } from '../../schemas/diff.ts';
import { counted } from '../util/counted.ts';
import { lines, measuredText, valueLine } from './text-parts.ts';

export function jobsText({ inBoth, onlyA, onlyB, differing, otherKeys, unknown }: RunDiff['jobs']): string {
  const [first = otherKeys[0]] = differing;
  const parts = [
    ...(differing.length === 0 ? [] : [`${differing.length} of ${counted(inBoth, 'job')} in both differ`]),
    ...only('a', onlyA),
    ...only('b', onlyB),
    ...(otherKeys.length === 0
      ? []
      : [`${counted(otherKeys.length, 'job')} by another computation, without another result that is told`]),
  ];
  const same = `the same, ${inBoth} in both${unknown.length === 0 ? '' : ', as far as both tell'}`;
  const head = parts.length === 0 ? same : parts.join('; ');
  return `jobs: ${head}\n${first === undefined ? '' : jobText('first: ', first)}${numbersText(differing)}`;
}

const only = (side: 'a' | 'b', labels: readonly string[]): string[] =>
  labels.length === 0 ? [] : [`${labels.length} only in ${side}, first ${labels[0]}`];

function jobText(word: string, job: JobDifference): string {
  const { label, because, outputs, metrics } = job;
  return [
    `  ${word}${label}, ${seedText(job)}: ${computationText(job)}\n`,
    lines(because.map(valueLine), '    '),
    ...(outputs.length === 0 ? [] : [`    other bytes in ${outputs.join(', ')}\n`]),
    lines(
      metrics.map((each) => `${each.name}: ${measuredText(each)}`),
      '    ',
    ),
  ].join('');
}

/** Where the first job measures nothing, as a selection does not, the first that measures something else. */
function numbersText([first, ...more]: readonly JobDifference[]): string {
  if (first === undefined || first.metrics.length > 0) return '';
  const next = more.find(({ metrics }) => metrics.length > 0);
  return next === undefined ? '' : jobText('first number: ', next);
}

const seedText = ({ seed: { a, b } }: JobDifference): string =>
  a === b || a === null || b === null ? `seed ${a ?? b ?? 'not told'}` : `seed ${a} -> ${b}`;

function computationText({ computation, result }: JobDifference): string {
  if (result === 'only a') return 'b has no result of it';
  if (result === 'only b') return 'a has no result of it';
  const what = {
    same: 'the same computation, by its key',
    other: 'another computation, by its key',
    unknown: 'whether it is the same computation is not told',
  };
  const gave = { differs: ', gave other results', equal: ', gave the same', unknown: '' };
  return `${what[computation]}${gave[result]}`;
}
