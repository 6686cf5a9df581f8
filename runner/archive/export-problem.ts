/** What keeps a run from being archived, and what to do about it; `exportProblemText` is the one printer. */
import { profileCall } from '../study/experiment-call.ts';
import { counted } from '../util/counted.ts';
import type { RunName } from './run-content.ts';

export type ExportProblem =
  /** Jobs of the lock that the store lacks. */
  | { readonly reason: 'jobs-missing'; readonly labels: readonly string[] }
  /** Jobs whose record the lock contradicts, or that a tree with uncommitted changes computed. */
  | { readonly reason: 'jobs-differ'; readonly labels: readonly string[] }
  | {
      readonly reason: 'output-unusable';
      readonly label: string;
      readonly output: string;
      readonly detail: string;
    }
  | { readonly reason: 'reports-differ'; readonly files: readonly string[] }
  /** Neither the folder nor the clone has the locked content. */
  | { readonly reason: 'source-unknown'; readonly path: string; readonly id: string; readonly commit: string }
  | { readonly reason: 'other-resolution'; readonly path: string; readonly commit: string }
  | { readonly reason: 'no-rerun' };

export const exportProblemText = (problem: ExportProblem, target: RunName): string =>
  `error: ${wrongText(problem, target)}\n  help: ${helpText(problem, target)}\n`;

function wrongText(problem: ExportProblem, { id, profile }: RunName): string {
  const lock = `the lock of ${id} (${profile})`;
  switch (problem.reason) {
    case 'jobs-missing':
      return `expected every job of ${lock} in the store, found ${counted(problem.labels.length, 'job')} missing, first ${problem.labels[0]}`;
    case 'jobs-differ':
      return `expected what ${lock} says in the store, found ${counted(problem.labels.length, 'job')} with other outputs or of a dirty tree, first ${problem.labels[0]}`;
    case 'output-unusable':
      return `expected ${problem.output} of ${problem.label} in the store: ${problem.detail}`;
    case 'reports-differ':
      return `expected the reports that ${lock} names, found ${problem.files.join(', ')} missing or changed`;
    case 'source-unknown':
      return `expected ${problem.path} of commit ${problem.commit.slice(0, 12)}, found it neither in the folder nor in this clone`;
    case 'other-resolution':
      return `expected ${problem.path} of commit ${problem.commit.slice(0, 12)} to mean what ${lock} says, found that this version of Reprise reads it otherwise`;
    case 'no-rerun':
      return `expected a finished rerun of ${lock}, found none`;
    default:
      return problem satisfies never;
  }
}

function helpText(problem: ExportProblem, target: RunName): string {
  const call = profileCall(target);
  switch (problem.reason) {
    case 'jobs-missing':
    case 'output-unusable':
      return `\`reprise run ${call}\` computes what is missing at the locked code, \`reprise rerun ${call}\` at the locked commit`;
    case 'jobs-differ':
      return `\`reprise rerun ${call}\` decides who is right`;
    case 'reports-differ':
      return `\`reprise run ${call}\` writes them anew from what is in the store`;
    case 'source-unknown':
      return `\`git fetch\` a history that has the locked commit, or lock again with \`reprise run ${call} --update-lock\``;
    case 'other-resolution':
      return `export with the Reprise of that commit, or lock again with \`reprise run ${call}\``;
    case 'no-rerun':
      return `\`reprise rerun ${call}\` makes one; its verdict then goes into the archive`;
    default:
      return problem satisfies never;
  }
}
