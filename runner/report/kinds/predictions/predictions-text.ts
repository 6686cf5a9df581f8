/** The text that goes with pictures of predictions: whose they are, and what the colours mean. */
import { dirtyWarning, left, markFor, missingText, plain, right, type TableText } from '../../text-table.ts';
import type { PredictionsInput } from './gather-predictions.ts';

export function predictionsText({ settings, rows }: PredictionsInput): TableText {
  const marked: string[] = [];
  const cells = rows.map(({ label, jobs, missing, shown }) => {
    const mark = missing.length === 0 ? null : markFor(missingText(jobs.length, missing), marked);
    return [
      plain(label),
      { text: shown === null ? '–' : String(shown.seed), mark },
      plain(shown === null ? '–' : shown.seedSet),
      plain(String(jobs.length)),
    ];
  });
  const [legend] = rows.flatMap(({ shown }) => (shown === null ? [] : [shown.sheet.legend]));
  const dirty = rows.some(({ jobs }) => jobs.some((job) => job.dirty));
  return {
    ...{ title: settings.title, marked, rows: cells },
    header: [left('Method'), right('Seed'), left('Seed set'), right('Jobs')],
    notes:
      legend === undefined
        ? []
        : [
            `each row of pictures: an image of the ${legend.part} part (${legend.images.map(({ index }) => index).join(', ')}), its true classes, and what the network of each method says, of its lowest seed`,
            'which images are shown is fixed: they are spread evenly over the part',
            `colours: ${legend.classes.map(({ name, colour }) => `${name} ${colour}`).join(', ')}; not measured ${legend.ignored}`,
          ],
    warning: dirty ? dirtyWarning : null,
  };
}
