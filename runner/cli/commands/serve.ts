/** `reprise serve`: the page, on this machine alone, until it is interrupted. */
import { randomBytes } from 'node:crypto';
import { builtParts, servedDocument } from '../../page/document.ts';
import { type Listening, listen } from '../../page/listen.ts';
import { pageData } from '../../page/page-data.ts';
import { findProject } from '../../project/project.ts';
import { ask } from '../../query/ask.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { ExplainedError } from '../../util/explained-error.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { errorCode } from '../../util/system-error.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export interface ServeFlags extends ProjectFlags {
  /** 0 for any that is free. */
  readonly port: number;
}

export async function serveCommand(context: CliContext, flags: ServeFlags): Promise<ExitCode> {
  const { terminal, clock, cwd, env } = context;
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const now = (): number => clock.date().getTime();
  // Anew when its files have changed, so that the page shows the code that is there.
  const find = () => {
    const found = findProject(cwd, flags, env);
    if (found?.ok === true) return found.value;
    throw new ExplainedError(
      'expected the project, found it no more',
      'start `reprise serve` again in a project',
    );
  };
  const token = randomBytes(18).toString('base64url');
  const document = servedDocument(builtParts());
  const options = { data: pageData(find, now), ask, now, token, document, sleep: clock.sleep };
  let listening: Listening;
  try {
    listening = await listen(options, flags.port);
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    terminal.err(
      `error: expected the port ${flags.port} of 127.0.0.1 to be free, found ${code}\n  help: leave out --port for one that is, or name another\n`,
    );
    return exitCode.usage;
  }
  terminal.out(`http://127.0.0.1:${listening.port}/?token=${token}\n`);
  terminal.err('the page shows, and changes nothing; Ctrl-C ends it\n');
  await interrupted();
  await listening.close();
  return exitCode.done;
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
