import { visibleLines } from '../util/visible-text.ts';

/** The streams a command writes to. Results go to `out`, so that they can be piped; everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person watches `err`. */
  readonly interactive: boolean;
  readonly errStream: NodeJS.WriteStream;
}

export const processTerminal: Terminal = {
  // Names and excerpts come from files of others: what a terminal would obey is shown as an escape, which JSON reads too.
  out: (text) => void process.stdout.write(visibleLines(text)),
  err: (text) => void process.stderr.write(visibleLines(text)),
  // A CI system may offer a terminal, but nobody sits before it.
  interactive: process.stderr.isTTY === true && process.env['CI'] === undefined,
  errStream: process.stderr,
};
