/** The one place where problems with questions become words. Every text ends with a line break. */
import type { Misfit, QueryProblem } from '../../schemas/query.ts';
import { closest } from '../manifest-tree/suggest.ts';
import { visibleInPlace } from '../util/visible-text.ts';
import type { AskProblem } from './ask.ts';
import { type JsonNode, spanAt, type TextSpan } from './json-text.ts';

interface SourceText {
  readonly name: string;
  readonly text: string;
}

type GivenText = SourceText & { readonly node: JsonNode };

/** Problems that are worth reading at once. */
const mostShown = 20;

/** @param file what was given; null when no file was */
export function queryProblemsText(problems: readonly QueryProblem[], file: GivenText | null): string {
  const texts = problems.slice(0, mostShown).map((problem) => queryProblemText(problem, file));
  const more = problems.length - mostShown;
  return [...texts, ...(more > 0 ? [`and ${more} more problems, shown when these are mended\n`] : [])].join(
    '\n',
  );
}

function queryProblemText(problem: QueryProblem, file: GivenText | null): string {
  switch (problem.kind) {
    case 'key':
    case 'value': {
      const isKey = problem.kind === 'key';
      if (!file) throw new Error('Internal error: a wrong value without a file');
      const span = spanAt(file.node, problem.path, isKey);
      const where = pathText(problem.path) || 'the file';
      const headline = isKey
        ? `unknown key ${shortened(problem.found)} in ${pathText(problem.path.slice(0, -1)) || 'the file'}`
        : `wrong value for ${where}`;
      return `${excerpt(file, span, headline)}${lawText(problem)}\n${helpText(problem)}`;
    }
    case 'argument':
      return `error: wrong ${problem.argument}\n  ${lawText(problem)}\n${helpText(problem)}`;
    case 'file': {
      const place = problem.place === null ? '' : ` at ${problem.place}`;
      const help = problem.help === null ? '' : `  help: ${problem.help}\n`;
      return `${problem.file}: error${place}: ${problem.message}\n${help}`;
    }
    default:
      return problem satisfies never;
  }
}

export function askProblemText(problem: AskProblem): string {
  switch (problem.reason) {
    case 'not-built':
      return (
        `error: expected the query program, found nothing at ${problem.file}\n` +
        '  help: `npm run build` builds it\n'
      );
    case 'no-answer':
      return `error: the query program ended without an answer (${problem.signal ?? `exit code ${problem.code}`})\n`;
    default:
      return problem satisfies never;
  }
}

export const fileErrorText = (name: string, message: string): string => `${name}: error: ${message}\n`;

const lawText = ({ expected, found }: Misfit): string => `expected ${expected}, found ${shortened(found)}`;

/** A value may be of any length; where it stands is shown above it. */
const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

function helpText({ found, among, help }: Misfit): string {
  const word = /^"(.*)"$/.exec(found)?.[1];
  const meant = word === undefined || among === undefined ? null : closest(word, among);
  const advice = meant === null ? help : `did you mean ${JSON.stringify(meant)}?`;
  return advice === undefined ? '' : `  help: ${advice}\n`;
}

const pathText = (path: readonly (string | number)[]): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${step}`)).join('');

const widest = 100;

/** `file:line:col`, the headline, and the line with what is meant underlined. */
export function excerpt({ name, text }: SourceText, span: TextSpan, headline: string): string {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const line = text.slice(0, lineStart).split('\n').length;
  const lineEnd = text.indexOf('\n', lineStart);
  const sourceLine = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd).trimEnd();
  const column = span.start - lineStart;
  // Of a long line, the part around the place.
  const from = column > widest ? column - widest / 2 : 0;
  const shown = sourceLine.slice(from, from + widest);
  const indent = sourceLine.slice(from, column).replaceAll(/[^\t]/g, ' ');
  // Of a value of many lines, where it begins.
  const end = text.slice(span.start, span.end).includes('\n') ? span.start : span.end;
  const length = Math.min(end, lineStart + from + shown.length) - span.start;
  const gutter = ' '.repeat(String(line).length);
  return (
    `${name}:${line}:${column + 1}: error: ${headline}\n` +
    `${line} | ${visibleInPlace(shown)}\n${gutter} | ${indent}${'^'.repeat(Math.max(1, length))}\n`
  );
}
