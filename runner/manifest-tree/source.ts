/** Texts that problems point into: files, and what was given on the command line. */

export interface Source {
  /** How messages call it: the path of the file as it was given, or the option with its value. */
  readonly name: string;
  readonly text: string;
}

/** A range of a source, in UTF-16 code units from its start. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly col: number;
  /** What is underlined: at least 1, never past the end of the line. */
  readonly length: number;
  /** The whole line, for messages. */
  readonly sourceLine: string;
}

export function placeOf({ source, start, end }: Span): Place {
  const { text } = source;
  const starts = lineStarts(source);
  const line = lineAt(starts, start);
  const lineStart = starts[line] ?? 0;
  const next = starts[line + 1];
  const lineEnd = withoutReturn(text, lineStart, next === undefined ? text.length : next - 1);
  return {
    file: source.name,
    line: line + 1,
    col: start - lineStart + 1,
    length: Math.max(1, Math.min(end, lineEnd) - start),
    sourceLine: text.slice(lineStart, lineEnd),
  };
}

const withoutReturn = (text: string, start: number, end: number): number =>
  end > start && text[end - 1] === '\r' ? end - 1 : end;

const indices = new WeakMap<Source, readonly number[]>();

/** Where each line begins; found once, since a file may have thousands of problems. */
function lineStarts(source: Source): readonly number[] {
  const known = indices.get(source);
  if (known) return known;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1))
    starts.push(at + 1);
  indices.set(source, starts);
  return starts;
}

/** The last line that begins at or before `at`, from 0. */
function lineAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
