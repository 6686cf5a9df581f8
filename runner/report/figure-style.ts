/** What all figures share: colours that the colour-blind tell apart, type for a column of a paper, titles that fit. */

/** Okabe and Ito (2008) without yellow, which is too pale for a line on white. */
export const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000'];

export const font = 'Helvetica, Arial, sans-serif';
export const ink = '#222222';
export const warningInk = '#b00000';

export const config = {
  background: 'white',
  font,
  // The file says in words what it shows; a description of each mark would be most of its bytes.
  aria: false,
  view: { stroke: null },
  title: {
    anchor: 'start',
    fontSize: 14,
    color: ink,
    subtitleFontSize: 12,
    subtitleColor: warningInk,
    offset: 10,
    limit: 1000,
  },
  axis: {
    ...{ labelFontSize: 12, titleFontSize: 13, titleFontWeight: 'normal', titlePadding: 8 },
    ...{ labelColor: ink, titleColor: ink, domainColor: ink, tickColor: ink, gridColor: '#e4e4e4' },
    ...{ domain: true, labelFlush: false, labelOverlap: 'greedy', tickCount: 6 },
  },
  legend: {
    ...{ labelFontSize: 12, labelColor: ink, labelLimit: 0, symbolStrokeWidth: 2 },
    ...{ columnPadding: 18, rowPadding: 4, offset: 12 },
  },
  line: { strokeWidth: 2, strokeCap: 'butt', strokeJoin: 'round' },
  point: { size: 48, opacity: 0.85 },
};

/** The title and the warning of a figure, broken to the width of its plot. */
export const titleSpec = (title: string, warning: string | null, width: number): object => ({
  text: wrapped(title, width, 14),
  ...(warning === null ? {} : { subtitle: wrapped(warning, width, 12) }),
});

/**
 * The same above a plot with long labels beside it, and as narrow as Vega's estimate of text is wide, so that the picture
 * ends where the plot does.
 * @param notes what the figure shows or cannot show
 */
export function compactTitle(
  title: string,
  warning: string | null,
  width: number,
  notes: readonly string[] = [],
): object {
  const narrow = 0.68 * width;
  const below = [...(warning === null ? [] : [warning]), ...notes];
  const subtitle = below.flatMap((line) => wrapped(line, narrow, 11));
  return {
    ...{ fontSize: 12, subtitleFontSize: 11, ...(warning === null ? { subtitleColor: ink } : {}) },
    text: wrapped(title, narrow, 12),
    ...(subtitle.length === 0 ? {} : { subtitle }),
  };
}

/** Lines of words that are not wider than the plot, by an estimate that asks no font. */
export function wrapped(text: string, width: number, fontSize: number): string[] {
  const room = Math.floor(width / (0.55 * fontSize));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
