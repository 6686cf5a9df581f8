/** `reprise data`: add and list data sets. */
import { resolve } from 'node:path';
import { dataSets } from '../../../schemas/data.ts';
import { addDataSet } from '../../data/add-data-set.ts';
import { dataNoticeText, dataProblemText } from '../../data/data-problem-text.ts';
import { findDataSet } from '../../data/find-data-set.ts';
import { projectPath } from '../../project/project.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { textTable } from '../../util/text-table.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export async function dataAddCommand(
  context: CliContext,
  name: string,
  flags: ProjectFlags & { from: string },
): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  // The data folder usually lies in the store, which ignores itself.
  openProjectStore(project.value);
  const { dataRoot } = project.value;
  const added = await addDataSet(name, resolve(cwd, flags.from), dataRoot, {
    onNotice: (notice) => terminal.err(`note: ${dataNoticeText(notice)}\n`),
  });
  if (!added.ok) {
    for (const problem of added.failures) terminal.err(`error: ${dataProblemText(problem)}\n`);
    return exitCode.usage;
  }
  const { files, digest } = added.value;
  terminal.out(`${name}: ${Object.keys(files).length} files verified, digest ${digest}\n`);
  terminal.err(`in ${projectPath(project.value, dataRoot)}/${name}\n`);
  return exitCode.done;
}

export async function dataListCommand(
  context: CliContext,
  flags: ProjectFlags & { json?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const rows = Object.values(dataSets).map(({ name, title, generated }) => {
    const found = findDataSet(name, project.value.dataRoot);
    return { name, state: generated ? 'generated' : found.ok ? 'added' : 'absent', title };
  });
  const table = textTable([
    ['NAME', 'STATE', 'TITLE'],
    ...rows.map(({ name, state, title }) => [name, state, title]),
  ]);
  context.terminal.out(flags.json === true ? `${JSON.stringify(rows)}\n` : table);
  return exitCode.done;
}
