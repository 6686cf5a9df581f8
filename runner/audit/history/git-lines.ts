/** What git answers, line by line. */
import type { Evidence } from '../evidence.ts';

/** Without empty lines; undefined where git cannot tell. */
export async function gitLines(
  { git }: Pick<Evidence, 'git'>,
  args: readonly string[],
): Promise<string[] | undefined> {
  const answer = await git.run(args);
  return answer.ok ? answer.value.split('\n').filter((line) => line !== '') : undefined;
}
