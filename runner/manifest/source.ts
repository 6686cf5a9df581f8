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
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const nextLine = text.indexOf('\n', start);
  const sourceLine = text.slice(lineStart, nextLine < 0 ? text.length : nextLine).replace(/\r$/, '');
  const lineEnd = lineStart + sourceLine.length;
  return {
    file: source.name,
    line: countLines(text, lineStart),
    col: start - lineStart + 1,
    length: Math.max(1, Math.min(end, lineEnd) - start),
    sourceLine,
  };
}

function countLines(text: string, end: number): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
