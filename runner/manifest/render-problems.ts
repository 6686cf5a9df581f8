/** The one place where problems with manifests become words. */
import { styleText } from 'node:util';
import type { FileProblem, ManifestProblem, PlacedProblem } from '../manifest-tree/problem.ts';
import { visibleInPlace, visibleText } from '../util/visible-text.ts';
import { fileText, noteOn, placedHeadline, suggestionText } from './problem-text.ts';

export interface RenderOptions {
  /** ANSI colours; off unless asked for. */
  readonly color?: boolean;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const lineWidth = 100;

/** Problems that are worth reading at once. */
export const mostShown = 50;

/** Characters of a name, a path or a value that are worth reading; a file may hold any number. */
const longest = 1500;

const shownText = (text: string): string =>
  visibleText(text.length > longest ? `${text.slice(0, longest)}…` : text);

/** One block of lines for each problem, with an empty line between them, and a line feed at the end. */
export function renderProblems(
  problems: readonly ManifestProblem[],
  { color = false }: RenderOptions = {},
): string {
  const paint: Paint = color
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
  const blocks = problems
    .slice(0, mostShown)
    .map((problem) => ('line' in problem ? renderPlaced(problem, paint) : renderFile(problem, paint)));
  const more = problems.length - mostShown;
  if (more > 0) blocks.push([`and ${more} more problems, shown when these are mended`]);
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function renderFile(problem: FileProblem, paint: Paint): string[] {
  const { headline, help } = fileText(problem);
  return [title(shownText(problem.file), shownText(headline), paint), ...advice('help', help, paint)];
}

function renderPlaced(problem: PlacedProblem, paint: Paint): string[] {
  const { file, line, col, profile, variant } = problem;
  const inProfile = `${variant === undefined ? '' : ` (with ${variant})`}${profile === undefined ? '' : ` (in profile ${profile})`}`;
  return [
    title(shownText(`${file}:${line}:${col}`), shownText(`${placedHeadline(problem)}${inProfile}`), paint),
    ...excerpt(problem, paint),
    ...lawLines(problem),
    ...advice('help', suggestionText(problem), paint),
    ...advice('note', noteOn(problem), paint),
  ];
}

/** The law, then the value: on one line when they fit. */
function lawLines({ expected, found }: PlacedProblem): string[] {
  const parts = [expected && `expected ${expected}`, found && `found ${found}`].filter(
    (part) => part !== undefined,
  );
  const line = shownText(parts.join(', '));
  if (line.length <= lineWidth) return line === '' ? [] : [line];
  return parts.flatMap((part, i) => wrap(shownText(i < parts.length - 1 ? `${part},` : `${part}`), '  '));
}

const title = (place: string, headline: string, paint: Paint): string =>
  `${paint('bold', `${place}:`)} ${paint('red', 'error:')} ${headline}`;

const advice = (kind: 'help' | 'note', text: string | null, paint: Paint): string[] =>
  text === null ? [] : wrap(`${paint('green', `${kind}:`)} ${text}`, '  ');

/** The line and its underline; of a long line, the part around the place. */
function excerpt({ line, col, length, sourceLine }: PlacedProblem, paint: Paint): string[] {
  const from = col > lineWidth ? col - lineWidth / 2 : 0;
  const shown = sourceLine.slice(from, from + lineWidth).trimEnd();
  const before = sourceLine.slice(from, col - 1).replaceAll(/[^\t]/gu, ' ');
  const underline = '^'.repeat(Math.max(1, Math.min(length, from + lineWidth - col + 1)));
  const gutter = ' '.repeat(String(line).length);
  return [`${line} | ${visibleInPlace(shown)}`, `${gutter} | ${before}${paint('red', underline)}`];
}

/** Breaks a line at spaces. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length > lineWidth && current !== '') {
      lines.push(current);
      current = indent + word;
    } else current = longer;
  }
  return [...lines, current];
}
