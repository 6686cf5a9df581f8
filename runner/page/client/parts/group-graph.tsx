/** Groups of jobs as boxes, a column for each stage, with lines from what is read to who reads it. */
import { useState } from 'preact/hooks';
import type { ExperimentAnswer, JobState } from '../../answers.ts';
import { type ExperimentName, toExperiment } from '../route.ts';
import { Scroll } from './scroll.tsx';
import { countsText, states } from './state.tsx';

interface Box {
  readonly row: string;
  readonly stage: string;
  readonly jobs: number;
  readonly states: Readonly<Record<JobState, number>>;
  readonly href: string;
}

const box = { width: 168, height: 44, gapX: 72, gapY: 14 };
const [labelWidth, headHeight] = [150, 28];
const zooms = [0.5, 0.75, 1, 1.5, 2] as const;

interface GraphProps {
  readonly name: ExperimentName;
  readonly answer: ExperimentAnswer;
  /** Its seed sets in place of all methods. */
  readonly variant: string | undefined;
}

export function GroupGraph({ name, answer, variant }: GraphProps) {
  const [zoom, setZoom] = useState(2);
  const { boxes, edges, rows } = layout(name, answer, variant);
  const stages = answer.stages
    .map((stage) => stage.name)
    .filter((stage) => boxes.some((each) => each.stage === stage));
  const x = (stage: string): number => labelWidth + stages.indexOf(stage) * (box.width + box.gapX);
  const y = (row: string): number => headHeight + rows.indexOf(row) * (box.height + box.gapY);
  const width = labelWidth + stages.length * (box.width + box.gapX) - box.gapX + 8;
  const height = headHeight + rows.length * (box.height + box.gapY);
  const scale = zooms[zoom] ?? 1;
  const at = new Map(boxes.map((each) => [nameOf(each), each]));
  return (
    <>
      <p class="zoom">
        <button type="button" aria-label="Smaller" disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          −
        </button>{' '}
        {Math.round(100 * scale)} %{' '}
        <button
          type="button"
          aria-label="Larger"
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          +
        </button>{' '}
        <span class="faint">
          A box leads {variant === undefined ? 'to its jobs, a method to its seed sets' : 'to its jobs'}.
        </span>
      </p>
      <Scroll label="Graph of the jobs" class="graph">
        <svg viewBox={`0 0 ${width} ${height}`} width={width * scale} height={height * scale}>
          <title>Groups of jobs, a column for each stage</title>
          {stages.map((stage) => (
            <text key={stage} class="head" x={x(stage) + box.width / 2} y="16" text-anchor="middle">
              {stage}
            </text>
          ))}
          {edges.map(({ from, to, jobs }) => {
            const [a, b] = [at.get(from), at.get(to)];
            if (a === undefined || b === undefined) return null;
            const [x1, y1] = [x(a.stage) + box.width, y(a.row) + box.height / 2];
            const [x2, y2] = [x(b.stage), y(b.row) + box.height / 2];
            const middle = (x1 + x2) / 2;
            return (
              <path
                key={`${from} ${to}`}
                class="edge"
                stroke-width={1 + Math.log10(jobs)}
                d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}
              >
                <title>{jobs === 1 ? '1 job reads' : `${jobs} jobs read`}</title>
              </path>
            );
          })}
          {rows.map((row) => (
            <text key={row} class="head" x="2" y={y(row) + box.height / 2 + 5}>
              {variant === undefined ? (
                <a href={toExperiment(name, 'graph', row)}>{clipped(row)}</a>
              ) : (
                clipped(row)
              )}
              <title>{row}</title>
            </text>
          ))}
          {boxes.map((each) => (
            <a
              key={nameOf(each)}
              href={each.href}
              aria-label={`${jobsText(each.jobs)} of ${each.row}, ${each.stage}: ${countsText(each.states)}`}
            >
              <rect
                class="box"
                x={x(each.stage)}
                y={y(each.row)}
                width={box.width}
                height={box.height}
                rx="6"
              />
              <text x={x(each.stage) + 10} y={y(each.row) + 18}>
                {jobsText(each.jobs)}
              </text>
              <Bar
                x={x(each.stage) + 10}
                y={y(each.row) + 28}
                width={box.width - 20}
                counts={each.states}
                total={each.jobs}
              />
            </a>
          ))}
        </svg>
      </Scroll>
    </>
  );
}

function Bar({
  x,
  y,
  width,
  counts,
  total,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly counts: Box['states'];
  readonly total: number;
}) {
  const parts: { state: JobState; from: number; size: number }[] = [];
  let from = x;
  for (const state of states) {
    const size = (width * counts[state]) / total;
    if (size > 0) parts.push({ state, from, size });
    from += size;
  }
  return (
    <>
      {parts.map((part) => (
        <rect
          key={part.state}
          class={`part ${part.state}`}
          x={part.from}
          y={y}
          width={part.size}
          height="7"
        />
      ))}
    </>
  );
}

const nameOf = ({ row, stage }: Pick<Box, 'row' | 'stage'>): string => JSON.stringify([row, stage]);

const jobsText = (jobs: number): string => (jobs === 1 ? '1 job' : `${jobs} jobs`);

const clipped = (text: string): string => (text.length > 19 ? `${text.slice(0, 18)}…` : text);

/** Far away the seed sets of a method are one row. */
function layout(name: ExperimentName, { groups, edges }: ExperimentAnswer, variant: string | undefined) {
  const shown = groups.filter((group) => variant === undefined || group.variant === variant);
  const rowOf = (group: (typeof groups)[number]): string =>
    variant === undefined ? group.variant : group.seedSet;
  const boxes = new Map<string, Box>();
  const boxOf = new Map<string, string>();
  for (const group of shown) {
    const row = rowOf(group);
    const id = nameOf({ row, stage: group.stage });
    boxOf.set(group.name, id);
    const known = boxes.get(id);
    const seedSet = variant === undefined ? '*' : group.seedSet;
    boxes.set(id, {
      ...{ row, stage: group.stage, jobs: (known?.jobs ?? 0) + group.jobs },
      states: known === undefined ? group.states : sum(known.states, group.states),
      href: toExperiment(name, 'graph', group.variant, seedSet, group.stage),
    });
  }
  const merged = new Map<string, { from: string; to: string; jobs: number }>();
  for (const edge of edges) {
    const [from, to] = [boxOf.get(edge.from), boxOf.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const id = `${from} ${to}`;
    merged.set(id, { from, to, jobs: (merged.get(id)?.jobs ?? 0) + edge.jobs });
  }
  return { boxes: [...boxes.values()], edges: [...merged.values()], rows: [...new Set(shown.map(rowOf))] };
}

const sum = (a: Box['states'], b: Box['states']): Box['states'] =>
  Object.fromEntries(states.map((state) => [state, a[state] + b[state]])) as Record<JobState, number>;
