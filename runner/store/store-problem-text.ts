/** Puts each problem of a store into words: what is wrong, where, and what to do next. */
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
    case 'record-invalid':
      return `${problem.path} ${problem.detail}; ${movedText(problem.quarantinedTo)}, and the job must run again`;
    case 'object-orphan':
      return `object ${problem.digest} (${problem.bytes} bytes) belongs to no record; \`reprise gc\` removes it`;
    case 'stray-file':
      return `${problem.path} was not written by the store; move it elsewhere`;
    case 'disk-full':
      return `the disk is full: ${problem.path} needs ${problem.neededBytes} bytes; make room and resume, nothing is lost`;
    case 'bad-output':
      return problem.detail;
    case 'nondeterministic':
      return nondeterministicText(problem);
    case 'record-not-found':
      return `there is no record of job ${problem.key}`;
    case 'store-busy':
      return `${holderText(problem.heldBy)} is using it; wait for it to end, or stop it`;
    default:
      return problem satisfies never;
  }
}

/** `process 4711 on host, since 2026-01-02T03:04:05.000Z`. */
export const holderText = ({ pid, host, startedAt }: LockHolder): string =>
  `process ${pid} on ${host}, since ${startedAt},`;

const useText = (use: ObjectUse | undefined): string =>
  use === undefined ? '' : ` (${use.output ?? 'the patch of the dirty tree'} of ${use.label})`;

const movedText = (to: string | null): string =>
  to === null ? 'another process moved it away' : `it was moved to ${to}`;

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
