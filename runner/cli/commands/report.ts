/** `reprise report`: the reports of an experiment from what the store has, on the terminal or as one page in a file. */
import { relative, resolve } from 'node:path';
import { problemText } from '../../page/asked.ts';
import { builtParts } from '../../page/document.ts';
import { pageData } from '../../page/page-data.ts';
import { staticPage } from '../../page/static-page.ts';
import { reportTexts } from '../../page/views/report.ts';
import { ask } from '../../query/ask.ts';
import { experimentName } from '../../store/experiment-name.ts';
import { replaceFile } from '../../util/atomic-file.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { errorCode } from '../../util/system-error.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export interface ReportFlags extends ProjectFlags {
  readonly profile?: string;
  readonly html?: boolean;
  /** Where the page goes. */
  readonly output?: string;
}

export async function reportCommand(context: CliContext, id: string, flags: ReportFlags): Promise<ExitCode> {
  const { terminal, clock } = context;
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const now = (): number => clock.date().getTime();
  const data = pageData(
    () => project.value,
    () => 0,
  );
  const name = { id, profile: flags.profile ?? 'base' };
  if (flags.html === true || flags.output !== undefined)
    return writePage(context, { data, ask, now }, name, flags);
  const opened = await data.open(id, name.profile);
  if (!opened.ok) {
    terminal.err(opened.failures.map(problemText).join(''));
    return exitCode.usage;
  }
  terminal.out((await reportTexts(opened.value)).join('\n'));
  return exitCode.done;
}

async function writePage(
  { terminal, cwd }: CliContext,
  served: Parameters<typeof staticPage>[0],
  name: { readonly id: string; readonly profile: string },
  { output }: ReportFlags,
): Promise<ExitCode> {
  const page = await staticPage(served, builtParts(), name);
  if (!page.ok) {
    terminal.err(page.failures.map(problemText).join(''));
    return exitCode.usage;
  }
  const file = resolve(cwd, output ?? `${experimentName(name.id, name.profile)}.html`);
  try {
    replaceFile(file, page.value.html);
  } catch (error) {
    const found = errorCode(error) ?? String(error);
    terminal.err(
      `error: expected a file that can be written, found ${found} at ${file}\n  help: name another with --output\n`,
    );
    return exitCode.usage;
  }
  const { left } = page.value;
  const without = left.length === 0 ? '' : `; ${left.join(' and ')} would make it too large and are left out`;
  terminal.out(`the page is ${relative(cwd, file)}${without}\n`);
  return exitCode.done;
}
