/** What keeps a lock from being believed, and what to do about it; `lockProblemText` is the one printer. */
import { type ContractProblem, contractProblemText } from '../../schemas/contract.ts';
import { lockVersion } from '../../schemas/lock.ts';

export type LockProblem =
  | { readonly reason: 'lock-missing'; readonly file: string }
  /** A folder, a link, a pipe. */
  | { readonly reason: 'lock-no-file'; readonly file: string; readonly found: string }
  | { readonly reason: 'lock-unreadable'; readonly file: string; readonly code: string }
  /** Markers of a merge that was not resolved. */
  | { readonly reason: 'lock-conflict'; readonly file: string; readonly line: number }
  | { readonly reason: 'lock-other-version'; readonly file: string; readonly found: number }
  | { readonly reason: 'lock-invalid'; readonly file: string; readonly problem: ContractProblem }
  /** A name stands twice in one object: `path` is its JSON pointer. */
  | { readonly reason: 'lock-repeats'; readonly file: string; readonly path: string }
  /** What was computed has a name that no lock can hold. */
  | { readonly reason: 'lock-impossible'; readonly file: string; readonly problem: ContractProblem }
  | {
      readonly reason: 'lock-of-another';
      readonly file: string;
      readonly id: string;
      readonly found: string;
    }
  /** An artifact id does not follow from what it is made of. */
  | {
      readonly reason: 'lock-inconsistent';
      readonly file: string;
      readonly profile: string;
      readonly label: string;
    };

export const lockProblemText = (problem: LockProblem): string =>
  `${problem.file}: ${wrongText(problem)}\n  help: ${helpText(problem)}`;

function wrongText(problem: LockProblem): string {
  switch (problem.reason) {
    case 'lock-missing':
      return 'expected a lock file, found none';
    case 'lock-no-file':
      return `expected a lock file, found ${problem.found}`;
    case 'lock-unreadable':
      return `expected a lock file, found one that cannot be read (${problem.code})`;
    case 'lock-conflict':
      return `expected a lock file, found merge-conflict markers in line ${problem.line}`;
    case 'lock-other-version':
      return problem.found < lockVersion
        ? `expected a lock of format ${lockVersion}, found one of format ${problem.found}, which an older version of Reprise wrote`
        : `expected a lock of format ${lockVersion}, found one of format ${problem.found}, which a newer version of Reprise wrote`;
    case 'lock-invalid':
      return `expected a lock file, found one with a mistake: ${contractProblemText(problem.problem)}`;
    case 'lock-repeats':
      return `expected each name once, found ${problem.path} twice`;
    case 'lock-impossible':
      return `expected names that a lock can hold, found another: ${contractProblemText(problem.problem)}`;
    case 'lock-of-another':
      return `expected the lock of ${problem.id}, found that of ${problem.found}`;
    case 'lock-inconsistent':
      return `expected artifact ids that follow from key, commit, seed and outputs in profile ${problem.profile}, found another for ${problem.label}`;
    default:
      return problem satisfies never;
  }
}

function helpText({ reason, file }: LockProblem): string {
  const restore = `\`git checkout HEAD -- ${file}\` restores the committed one`;
  const again = '`reprise run <id> --update-lock`, for each locked --profile, writes it anew';
  switch (reason) {
    case 'lock-missing':
      return '`reprise run <id>` writes it; commit it with the manifest';
    case 'lock-no-file':
      return `move it away; ${restore}`;
    case 'lock-unreadable':
      return `make it a file that you may read; ${restore}`;
    case 'lock-conflict':
      return `\`git checkout --ours -- ${file}\` or \`--theirs\` takes one side of a merge, and ${restore}; then \`reprise run <id> --update-lock\` locks what the merged code gives`;
    case 'lock-other-version':
      return `${again}; to rerun it as it is, use the version of Reprise in the commit that wrote it`;
    case 'lock-invalid':
    case 'lock-repeats':
    case 'lock-inconsistent':
      return `it was changed by hand or damaged: ${restore}; if that one is wrong too, ${again}`;
    case 'lock-impossible':
      return 'rename it in the manifest, or run with --no-lock';
    case 'lock-of-another':
      return `each manifest has a lock of its own: ${restore}; after a manifest got another id, ${again}`;
    default:
      return reason satisfies never;
  }
}
