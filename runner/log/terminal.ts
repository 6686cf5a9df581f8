/** The streams a command writes to. Results go to `out`, so that they can be piped; everything else to `err`. */
import { errorCode, type SystemProblem, systemProblemOf } from '../util/system-error.ts';
import { visibleLines } from '../util/visible-text.ts';

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Bytes as they are, for a file or a pipe; before a person, as text. */
  bytes(content: Uint8Array): void;
  /** Whether `bytes` go before a person. */
  readonly outIsWatched: boolean;
  /** Whether a person watches `err`. */
  readonly interactive: boolean;
  readonly errStream: NodeJS.WriteStream;
}

export const processTerminal: Terminal = {
  // Names and excerpts come from files of others: what a terminal would obey is shown as an escape, which JSON reads too.
  out: (text) => write(process.stdout, visibleLines(text)),
  err: (text) => write(process.stderr, visibleLines(text)),
  bytes: (content) =>
    write(process.stdout, process.stdout.isTTY ? visibleLines(new TextDecoder().decode(content)) : content),
  outIsWatched: process.stdout.isTTY === true,
  // A CI system may offer a terminal, but nobody sits before it.
  interactive: process.stderr.isTTY === true && process.env['CI'] === undefined,
  errStream: process.stderr,
};

/** What a person is told is less than what is computed: a reader that left, or a full disk under a log, ends nothing. */
function write(stream: NodeJS.WriteStream, text: string | Uint8Array): void {
  try {
    stream.write(text);
  } catch (error) {
    if (systemProblemOf(error) === undefined && errorCode(error) !== 'ERR_STREAM_DESTROYED') throw error;
  }
}

let lost: SystemProblem | undefined;

/** The same for errors that come later. */
export function outliveStreams(): void {
  process.stdout.on('error', (error) => {
    const problem = systemProblemOf(error);
    // A reader that has seen enough, such as head, lacks nothing.
    if (problem !== undefined && problem.code !== 'EPIPE') lost ??= problem;
  });
  process.stderr.on('error', () => undefined);
}

/** Why some of the output did not arrive: who reads the rest must not take it for all of it. */
export const lostOutput = (): SystemProblem | undefined => lost;
