/**
 * One process of a user's program, in a process group of its own. It ends with the group when it is told to, when it uses
 * too much memory, and when the runner dies: then a watcher in the group finds its pipe closed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Clock } from '../../util/clock.ts';
import { outOfMemoryKills, residentBytes } from './process-memory.ts';

export interface ProgramCall {
  /** What stands before the program, such as what isolates it; then the program by absolute path, and its arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Null for no limit. */
  readonly memoryBytes: number | null;
  readonly isIsolated: boolean;
  readonly clock: Clock;
  /** From SIGTERM to SIGKILL when it is told to end. */
  readonly graceMs: number;
  /** Told its process group, as soon as there is one. */
  readonly onStarted: (pid: number) => void;
  /** Told what it prints, to stdout or stderr, as it comes. */
  readonly onPrinted: (text: string) => void;
  /** Called again and again while it runs. */
  readonly onPoll: () => void;
}

export interface ProgramEnd {
  /** Undefined when it ended well. */
  readonly failure: JobFailure | undefined;
  readonly peakMemoryBytes: number;
  /** The end of what it printed. */
  readonly stdout: string;
  readonly stderr: string;
}

/** How much of what a program prints is kept, of each of the two. */
const printedTail = 4_000;
const pollMs = 250;
const firstPollMs = 30;
/** No shell reads the arguments: they are handed on as they are. */
const watcher = '(read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 & exec 3<&-; exec "$@"';

/** @param signal aborted with a `JobFailure` as its reason */
export async function runProgram(call: ProgramCall, signal: AbortSignal): Promise<ProgramEnd> {
  const killsBefore = outOfMemoryKills();
  const child = spawn('/bin/sh', ['-c', watcher, 'sh', ...call.argv], {
    cwd: call.cwd,
    env: call.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) call.onStarted(child.pid);
  const printed = {
    stdout: tailOf(child.stdout, call.onPrinted),
    stderr: tailOf(child.stderr, call.onPrinted),
  };
  const group = new ProgramGroup(child, call);
  const onAbort = (): void => group.end(signal.reason as JobFailure);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  let peak = 0;
  const look = (): void => {
    call.onPoll();
    const bytes = child.pid === undefined ? 0 : residentBytes(child.pid);
    peak = Math.max(peak, bytes);
    if (call.memoryBytes !== null && bytes > call.memoryBytes) {
      group.kill({ reason: 'program-out-of-memory', limitBytes: call.memoryBytes, peakBytes: bytes });
    }
  };
  const timers = [setTimeout(look, firstPollMs), setInterval(look, pollMs)];
  const ended = await endOf(child);
  for (const timer of timers) clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
  group.close();
  await closed(child, call.clock);
  const failure = group.failure ?? failureOf(ended, call.isIsolated, outOfMemoryKills() > killsBefore, peak);
  return { failure, peakMemoryBytes: peak, stdout: printed.stdout(), stderr: printed.stderr() };
}

/** Ends the process group. The first reason counts. */
class ProgramGroup {
  readonly #child: ChildProcess;
  readonly #call: Pick<ProgramCall, 'clock' | 'graceMs'>;
  #timer: { readonly cancel: () => void } | undefined;
  failure: JobFailure | undefined;

  constructor(child: ChildProcess, call: Pick<ProgramCall, 'clock' | 'graceMs'>) {
    this.#child = child;
    this.#call = call;
  }

  /** Gives it a moment to write what it knows. */
  end(failure: JobFailure): void {
    if (this.failure !== undefined) return;
    this.failure = failure;
    this.#send('SIGTERM');
    const { clock, graceMs } = this.#call;
    this.#timer = clock.after(graceMs, () => this.#send('SIGKILL'));
  }

  kill(failure: JobFailure): void {
    this.failure ??= failure;
    this.#send('SIGKILL');
  }

  /** What the program left running ends with it. */
  close(): void {
    this.#timer?.cancel();
    this.#send('SIGKILL');
  }

  #send(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // It has already ended.
    }
  }
}

interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

/** Reads what is left in its streams, for at most a second: what left the group may hold them open for ever. */
async function closed(child: ChildProcess, clock: Clock): Promise<void> {
  if (child.stdout?.closed !== false && child.stderr?.closed !== false) return;
  await new Promise<void>((resolve) => {
    const timer = clock.after(1_000, resolve);
    child.once('close', () => {
      timer.cancel();
      resolve();
    });
  });
  child.stdout?.destroy();
  child.stderr?.destroy();
}

const endOf = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: null, signal: null, error }));
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });

function failureOf(
  { exitCode, signal, error }: Ended,
  isIsolated: boolean,
  ranOut: boolean,
  peakBytes: number,
): JobFailure | undefined {
  if (error !== undefined) return { reason: 'program-not-found', program: '/bin/sh', path: error.message };
  const killedBy = signal ?? (isIsolated ? signalOf(exitCode) : null);
  if (killedBy === 'SIGKILL' && ranOut)
    return { reason: 'program-out-of-memory', limitBytes: null, peakBytes };
  if (killedBy !== null) return { reason: 'program-killed-by-signal', signal: killedBy };
  return exitCode === 0 ? undefined : { reason: 'program-exited', exitCode: exitCode ?? 1 };
}

/** What isolates a program tells the signal that it died of as an exit code. */
function signalOf(exitCode: number | null): string | null {
  const number = (exitCode ?? 0) - 128;
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? null;
}

function tailOf(stream: NodeJS.ReadableStream | null, onPrinted: (text: string) => void): () => string {
  let text = '';
  stream?.on('data', (chunk: Buffer) => {
    const printed = chunk.toString('utf8');
    text = (text + printed).slice(-printedTail);
    onPrinted(printed);
  });
  return () => text;
}
