/** What differs from the commit without git showing it, in words: what to do about it, and what to say beside a path. */
import type { DirtyTree } from './code-state.ts';

export function hiddenMark({ hidden, converted }: DirtyTree, path: string): string {
  if (converted.includes(path)) return '  (has other line ends than in the commit, by an attribute of git)';
  return hidden.includes(path) ? '  (differs from the commit, though git does not show it)' : '';
}

/** One piece of advice for each way of being hidden; none without hidden files. */
export function hiddenAdvice({ hidden, converted }: DirtyTree): string[] {
  const [first] = converted;
  const others = hidden.length > converted.length;
  return [
    ...(others
      ? [
          '`git update-index --no-skip-worktree --no-assume-unchanged <path>` shows a hidden one, `git add --force <path>` an ignored one',
        ]
      : []),
    ...(first === undefined
      ? []
      : [
          `\`git check-attr --all ${first}\` names the attribute that converts line ends; \`echo '* -text' >> "$(git rev-parse --git-path info/attributes)"\` switches it off in this clone; then delete the converted files and bring them back with \`git checkout -- <path>\``,
        ]),
  ];
}
