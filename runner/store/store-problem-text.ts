/** Puts each problem of a store into words: what is wrong, where, and what to do next. */
import { livenessOf, staleAfterMs } from '../util/process-identity.ts';
import { systemErrorText } from '../util/system-error-text.ts';
import type { LockHolder } from './lock.ts';
import type { ObjectUse, StoreProblem } from './store-problem.ts';

export function storeProblemText(problem: StoreProblem): string {
  switch (problem.reason) {
    case 'object-missing':
      return `object ${problem.digest} is missing${useText(problem.use)}; the job that made it must run again`;
    case 'object-corrupt':
      return (
        `object ${problem.digest} is damaged: its bytes hash to ${problem.found}${useText(problem.use)}; ` +
        `${movedText(problem.quarantinedTo)}, and the job that made it must run again`
      );
    case 'object-odd':
      return (
        `expected object ${problem.digest} to be a file, found ${problem.what}${useText(problem.use)}; ` +
        `${movedText(problem.quarantinedTo)}, and the job that made it must run again`
      );
    case 'object-size':
      return (
        `object ${problem.digest} has ${problem.found} bytes, where its record says ${problem.recorded}${useText(problem.use)}; ` +
        'the record is not to be believed, and the job must run again'
      );
    case 'record-outdated':
      return `${problem.path} was written by an older version, which had other keys; \`reprise gc\` removes it`;
    case 'unreadable': {
      const { message, help } = systemErrorText({ ...problem.problem, path: problem.path });
      return `${message}; ${help}`;
    }
    case 'folder-linked':
      return `${problem.path} is a link, where a folder of the store was expected; remove the link, or link the whole store`;
    case 'journal-damaged':
      return `${problem.path}:${problem.line} ${problem.detail}; no result depends on it, but what it tells is not what happened`;
    case 'failure-invalid':
      return `${problem.path} ${problem.detail}; remove it: the next run tells anew whether the job fails`;
    case 'commit-unknown':
      return (
        `the record of ${problem.label} says that it was computed at commit ${problem.commit}, which is not in this repository; ` +
        `fetch that commit, or let the job run again: \`reprise gc --forget ${problem.key.slice(0, 12)}\``
      );
    case 'commit-differs':
      return (
        `the record of ${problem.label} says that commit ${problem.commit} has ${problem.recorded} as ${problem.path}, ` +
        `which has ${problem.found ?? 'nothing'} there; let the job run again: \`reprise gc --forget ${problem.key.slice(0, 12)}\``
      );
    case 'record-invalid':
      return `${problem.path} ${problem.detail}; ${movedText(problem.quarantinedTo)}, and the job must run again`;
    case 'object-orphan':
      return `object ${problem.digest} (${problem.bytes} bytes) belongs to no record; \`reprise gc\` removes it`;
    case 'stray-file':
      return `${problem.path} is ${problem.what} that the store did not write; move it elsewhere`;
    case 'disk-full':
      return `the disk is full: ${problem.path} needs ${problem.neededBytes} bytes; make room and resume, nothing is lost`;
    case 'bad-output':
      return problem.detail;
    case 'nondeterministic':
      return nondeterministicText(problem);
    case 'record-not-found':
      return `there is no record of job ${problem.key}`;
    case 'store-busy':
      return busyText(problem.heldBy);
    default:
      return problem satisfies never;
  }
}

/** `process 4711 on host, since 2026-01-02T03:04:05.000Z`. */
export const holderText = ({ pid, host, startedAt }: LockHolder): string =>
  `process ${pid} on ${host}, since ${startedAt},`;

/** A holder that cannot be looked at from here may be gone without a word, so its file and the way to break it are named. */
function busyText(holder: LockHolder): string {
  const held = `${holderText(holder)} is using it`;
  if (livenessOf(holder) !== 'out-of-sight') return `${held}; wait for it to end, or stop it`;
  const silent = Math.max(0, Math.round(holder.silentMs / 1000));
  return (
    `${held} (its last sign of life in ${holder.file} is ${silent} s old; after ${staleAfterMs / 60_000} min without one it counts as dead); ` +
    `wait for it to end, or, when you know that it has: \`reprise gc --break-lock ${holder.name}\``
  );
}

const useText = (use: ObjectUse | undefined): string =>
  use === undefined ? '' : ` (${use.output ?? 'the patch of the dirty tree'} of ${use.label})`;

const movedText = (to: string | null): string =>
  to === null ? 'it was not moved away (another process did, or it cannot be)' : `it was moved to ${to}`;

function nondeterministicText(problem: Extract<StoreProblem, { reason: 'nondeterministic' }>): string {
  const lines = problem.outputs.map(
    ({ name, stored, found }) =>
      `  ${name}: stored ${stored ?? '(no such output)'}, found ${found ?? '(no such output)'}`,
  );
  return [
    `${problem.label} gave other outputs than the stored record of the same key ${problem.key}:`,
    ...lines,
    'The record was kept. Either something that changes the result is not in the key, or the engine is not exact.',
  ].join('\n');
}
