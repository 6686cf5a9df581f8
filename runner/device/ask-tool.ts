/** Asks a tool that comes with the driver of GPUs. */
import { execa } from 'execa';

/** A driver in trouble can keep the tool waiting for ever. */
const limitMs = 10_000;

export interface ToolAnswer {
  readonly stdout: string;
  readonly hasFailed: boolean;
}

/** Undefined where the tool is not there, or gave no answer in time. */
export async function askTool(tool: string, args: readonly string[]): Promise<ToolAnswer | undefined> {
  const answer = await execa(tool, args, {
    reject: false,
    timeout: limitMs,
    killSignal: 'SIGKILL',
    stdin: 'ignore',
  });
  if (answer.timedOut || answer.exitCode === undefined) return undefined;
  return { stdout: answer.stdout, hasFailed: answer.failed };
}
