/** The state of jobs, in words and colours that say the same. */
import type { JobState } from '../../answers.ts';

export const stateWords: Readonly<Record<JobState, string>> = {
  done: 'done',
  earlier: 'of earlier code',
  run: 'to run',
  waits: 'waits',
  failed: 'failed',
};

export const states = Object.keys(stateWords) as readonly JobState[];

export const State = ({ state }: { readonly state: JobState }) => (
  <span class={`state ${state}`}>{stateWords[state]}</span>
);

/** Such as `12 done, 3 to run`. */
export const countsText = (counts: Readonly<Record<JobState, number>>): string =>
  states
    .flatMap((state) => (counts[state] === 0 ? [] : [`${counts[state]} ${stateWords[state]}`]))
    .join(', ');

export function StateBar({ counts }: { readonly counts: Readonly<Record<JobState, number>> }) {
  const total = states.reduce((sum, state) => sum + counts[state], 0);
  return (
    <span class="bar" role="img" aria-label={countsText(counts)}>
      {states.map((state) =>
        counts[state] === 0 ? null : (
          <span key={state} class={state} style={{ width: `${(100 * counts[state]) / total}%` }} />
        ),
      )}
    </span>
  );
}
