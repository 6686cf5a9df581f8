/** A comparison for a terminal, in the order of cause and effect. The one printer, of `reprise diff` and `reprise rerun`. */
import type { DiffSide, RunDiff, ValueDifference } from '../../schemas/diff.ts';
import { counted } from '../util/counted.ts';
import { visibleLines } from '../util/visible-text.ts';
import { jobsText } from './job-text.ts';
import { differText, lines, measuredText, valueLine } from './text-parts.ts';

export function diffText(diff: RunDiff): string {
  const { manifest, code, environment, jobs, reports } = diff;
  const open = [manifest, code, environment, jobs, reports].flatMap(({ unknown }) => unknown);
  return visibleLines(
    [
      `a: ${sideText(diff.a)}\n`,
      `b: ${sideText(diff.b)}\n\n`,
      section('manifest', { field: manifest.fields.length }, manifest.fields.map(valueLine), {
        open: manifest.unknown,
        words: 'cannot be told',
      }),
      codeText(code),
      section(
        'environment',
        { field: environment.fields.length },
        environment.fields.map((each) => `${valueLine(each)} (${counted(each.jobs, 'job')})`),
        { open: environment.unknown, words: 'the same, as far as both tell' },
      ),
      jobsText(jobs),
      section(
        'reports',
        { file: reports.files.length, cell: reports.cells.length },
        [...reports.cells.map(cellLine), ...reports.files.map(fileLine)],
        { open: reports.unknown, words: 'cannot be told' },
      ),
      ...(open.length === 0 ? [] : ['cannot be told\n', lines(open)]),
      diff.isEqual ? `\nno difference${open.length === 0 ? '' : ' in what both tell'}\n` : '',
    ].join(''),
  );
}

function sideText({ name, kind, id, profile, commit }: DiffSide): string {
  const of = id === null ? '' : ` of ${id} (${profile})`;
  const at = commit === null ? '' : `, commit ${commit.slice(0, 12)}`;
  const words = {
    store: `the folder and its store${at}`,
    lock: `lock${of}${at}`,
    archive: `archive${of}${at}`,
    run: `run${at}`,
    rerun: `computed again${at}`,
  };
  return `${name}: ${words[kind]}`;
}

interface Open {
  /** What is not told of the section. */
  readonly open: readonly string[];
  /** What to say then, where nothing else is to be said. */
  readonly words: string;
}

const section = (
  name: string,
  counts: Readonly<Record<string, number>>,
  shown: readonly string[],
  { open, words }: Open,
): string => `${name}: ${differText(counts) ?? (open.length === 0 ? 'the same' : words)}\n${lines(shown)}`;

function codeText({ files, packages, settings, parts, unknown }: RunDiff['code']): string {
  const counts = {
    file: files.length,
    package: packages.length,
    setting: settings.length,
    part: parts.length,
  };
  const shown = [...files, ...packages, ...settings, ...parts].map(valueLine);
  return section('code', counts, shown, { open: unknown, words: 'cannot be told' });
}

const fileLine = ({ name, a, b }: ValueDifference): string =>
  a === null ? `${name}: only in b` : b === null ? `${name}: only in a` : `${name}: other bytes`;

const cellLine = ({ report, row, column, ...pair }: RunDiff['reports']['cells'][number]): string =>
  `${report}, ${row}, ${column}: ${measuredText(pair)}`;
