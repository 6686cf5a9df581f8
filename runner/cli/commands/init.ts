/** `reprise init`: makes a project of the current folder, which must be in a git repository. */
import { initProject } from '../../init/init-project.ts';
import { firstId } from '../../init/starter.ts';
import { Git } from '../../project/git.ts';
import { gitProblemText } from '../../project/git-problem.ts';
import { offerSchema } from '../../project/offer-schema.ts';
import { programOf } from '../../project/program.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { CliContext } from '../context.ts';

export async function initCommand({ cwd, terminal }: CliContext): Promise<ExitCode> {
  const place = await new Git(cwd).place();
  if (!place.ok) {
    const problem = onlyFailure(place.failures);
    terminal.err(
      problem.reason === 'git-no-repository'
        ? `error: expected a git repository, found none in ${cwd}\n  help: results are bound to commits; \`git init\` makes one here, then \`reprise init\`\n`
        : `error: ${gitProblemText(problem)}\n`,
    );
    return exitCode.usage;
  }
  const { written, completed, kept } = initProject(cwd);
  for (const path of written) terminal.out(`${path}: written\n`);
  for (const path of completed) terminal.out(`${path}: completed\n`);
  for (const path of kept) terminal.out(`${path}: kept\n`);
  const { installed } = programOf(cwd);
  if (installed !== null) offerSchema(cwd, installed);
  const install = installed === null ? 'npm install <archive of reprise> && ' : '';
  terminal.err(
    `next: ${install}git add --all && git commit -m 'A first table', then: npx reprise run ${firstId}\n`,
  );
  return exitCode.done;
}
