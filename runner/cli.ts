/** The entry of the command line. Only here does the process end. `dist/cli.js` calls `start` of the current build. */
import { CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { takeLease } from './build/build-leases.ts';
import { ownFolder } from './build/own-build.ts';
import { expectCommands } from './cli/expect-commands.ts';
import { handOver } from './cli/hand-over.ts';
import { buildProgram } from './cli/program.ts';
import { lostOutput, outliveStreams, processTerminal } from './log/terminal.ts';
import { systemClock } from './util/clock.ts';
import { type ExitCode, exitCode } from './util/exit-code.ts';
import { explainError } from './util/explain-error.ts';
import { onlyFailure } from './util/only-failure.ts';
import { systemErrorText } from './util/system-error-text.ts';

/** Runs the command that the arguments name. Another build's `main` may be called to go on in this one's place. */
export async function main(): Promise<ExitCode> {
  const release = takeLease(ownFolder);
  try {
    return await command();
  } finally {
    release();
  }
}

async function command(): Promise<ExitCode> {
  const context = { cwd: process.cwd(), terminal: processTerminal, clock: systemClock, env: process.env };
  const other = await handOver(context, process.argv.slice(2));
  if (!other.ok) return onlyFailure(other.failures);
  if (other.value !== undefined) return other.value();
  let code: ExitCode = exitCode.done;
  const program = buildProgram(context, packageJson.version, (finished) => {
    code = finished;
  });
  try {
    await program.parseAsync(expectCommands(program, process.argv.slice(2)), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    return fail(error);
  }
}

function fail(error: unknown): ExitCode {
  const { message, help } = explainError(error);
  processTerminal.err(`error: ${message}\n  help: ${help}\n`);
  const stack = error instanceof Error ? error.stack : undefined;
  if (process.env['REPRISE_STACK'] !== undefined) processTerminal.err(`${stack ?? ''}\n`);
  return exitCode.failed;
}

/** Late, since a stream tells of its errors after the write. */
function tellLostOutput(code: number): void {
  const problem = lostOutput();
  if (problem === undefined) return;
  const { message } = systemErrorText({ ...problem, operation: 'write', path: 'the output' });
  processTerminal.err(
    `error: ${message}, so that a part of it is missing\n  help: make room where it goes, and do the same again; what was computed is in the store\n`,
  );
  if (code === exitCode.done) process.exitCode = exitCode.failed;
}

export async function start(): Promise<void> {
  // A reader that has seen enough, such as head, ends the output, not the program.
  outliveStreams();
  process.on('exit', tellLostOutput);
  // Whatever escapes is told in words, and ends the program with its workers.
  process.on('uncaughtException', (error) => process.exit(fail(error)));
  process.on('unhandledRejection', (error) => process.exit(fail(error)));
  process.exitCode = await main();
  if (process.connected) process.disconnect();
}
