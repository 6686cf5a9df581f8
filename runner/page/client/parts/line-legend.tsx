/** The lines of a chart by name and colour, with their values where somebody points; each can be hidden. */
import { numberText } from './number.ts';

interface LineLegendProps {
  readonly lines: readonly {
    readonly label: string;
    readonly color: number;
    readonly value: number | undefined;
  }[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (label: string) => void;
  /** Where the values are; undefined while nobody points. */
  readonly at: number | undefined;
}

export const LineLegend = ({ lines, hidden, onToggle, at }: LineLegendProps) => (
  <ul class="legend">
    {lines.map(({ label, color, value }) => (
      <li key={label}>
        <button type="button" aria-pressed={!hidden.has(label)} onClick={() => onToggle(label)}>
          <span class={`swatch color-${color}`} /> {label}
        </button>
        {value === undefined ? null : <b> {numberText(value)}</b>}
      </li>
    ))}
    {at === undefined ? null : <li class="faint">at {numberText(at)}</li>}
  </ul>
);
