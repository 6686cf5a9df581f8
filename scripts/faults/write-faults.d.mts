export interface Call {
  readonly root: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}
export interface Fault {
  /** First argument of the command line, or `build`. */
  readonly command: string;
  /** Number of the write, from 1; 0 lets all pass. */
  readonly at: number;
  /** `kill`, `torn`, or the code of a system error. */
  readonly kind: string;
  readonly log?: string;
}
export interface CallResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}
export interface CountedWrite {
  readonly call: number;
  readonly name: string;
  readonly path: string;
}
export interface StartedCall {
  readonly pid: number | undefined;
  /** What it wrote to the error output so far. */
  readonly printed: () => string;
  /** Settles when the process and all that hold its output have ended. */
  readonly ended: Promise<CallResult>;
}
export function startCli(options: Call & { readonly fault?: Fault }): StartedCall;
export function runCli(options: Call & { readonly fault?: Fault }): Promise<CallResult>;
export function writesOf(
  options: Call & { readonly command: string; readonly log: string; readonly pool?: string },
): Promise<CountedWrite[]>;
export function spread(total: number, count: number): number[];
