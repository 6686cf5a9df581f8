/** What a search on the logical clock decided: which worker ran which trial when, each coloured by what it brought. */
import type { RecordAnswer } from '../../answers.ts';
import { numberText } from './number.ts';
import { Scroll } from './scroll.tsx';

interface Trial {
  readonly trial: number;
  readonly worker: number;
  readonly from: number;
  readonly until: number;
  readonly architecture: string;
  readonly epochs: number;
  readonly score: number | null;
}

const [width, left, rowHeight] = [960, 40, 22];

/** Starts with their ends; a trial that goes on at the end of what is shown is left out. */
function trialsOf(lines: RecordAnswer['decisions']['shown']): Trial[] {
  return lines.flatMap((line) => {
    const { event, trial, worker, time, seconds, architecture, epochs } = line;
    if (event !== 'finish' || typeof time !== 'number' || typeof seconds !== 'number') return [];
    const score = Object.entries(line).find(([name]) => name.startsWith('validation'))?.[1];
    return [
      {
        ...{ trial: Number(trial), worker: Number(worker), from: time - seconds, until: time },
        ...{ architecture: String(architecture), epochs: Number(epochs) },
        score: typeof score === 'number' ? score : null,
      },
    ];
  });
}

export function Decisions({ decisions: { total, shown } }: Pick<RecordAnswer, 'decisions'>) {
  const trials = trialsOf(shown);
  if (trials.length === 0) return null;
  const workers = [...new Set(trials.map(({ worker }) => worker))].sort((a, b) => a - b);
  const end = Math.max(...trials.map(({ until }) => until));
  const scores = trials.flatMap(({ score }) => score ?? []);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const across = (time: number): number => left + (time / (end || 1)) * (width - left - 8);
  const height = workers.length * rowHeight + 24;
  const describe = ({ trial, worker, from, until, epochs, score }: Trial): string =>
    `trial ${trial} on worker ${worker}: ${epochs} epochs from ${numberText(from)} s to ${numberText(until)} s, ${score === null ? 'no score' : `validation ${numberText(score)}`}`;
  return (
    <>
      <h2>Decisions</h2>
      <p class="faint">
        {trials.length} trials on the logical clock; the stronger the colour, the better the validation score
        ({numberText(low)} to {numberText(high)})
        {total > shown.length ? `; the first ${shown.length} of ${total} decisions` : ''}
      </p>
      <Scroll label="Timeline of the decisions">
        <svg
          class="timeline"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          role="img"
          aria-label={`Timeline of ${trials.length} trials on ${workers.length} workers`}
        >
          {workers.map((worker, row) => (
            <text key={worker} x="2" y={row * rowHeight + 15}>
              w{worker}
            </text>
          ))}
          {trials.map((trial) => (
            <rect
              key={`${trial.trial} ${trial.from}`}
              x={across(trial.from)}
              y={workers.indexOf(trial.worker) * rowHeight + 2}
              width={Math.max(1.5, across(trial.until) - across(trial.from) - 0.5)}
              height={rowHeight - 4}
              opacity={
                trial.score === null || high === low ? 0.4 : 1 - 0.8 * ((trial.score - low) / (high - low))
              }
            >
              <title>{describe(trial)}</title>
            </rect>
          ))}
          <text x={width - 8} y={height - 6} text-anchor="end">
            {numberText(end)} logical seconds
          </text>
        </svg>
      </Scroll>
      <details>
        <summary>In words</summary>
        <ol class="log" tabIndex={0}>
          {trials.map((trial) => (
            <li key={`${trial.trial} ${trial.from}`}>{describe(trial)}</li>
          ))}
        </ol>
      </details>
    </>
  );
}
