/** What was computed, shown with the title of a report: a table of a small profile must not look like the paper's. */
import type { Experiment } from './experiment.ts';
import { dataText } from './task-text.ts';

export function settingText({
  manifest,
  profile,
  adHoc,
}: Pick<Experiment, 'manifest' | 'profile' | 'adHoc'>): string {
  const named = profile === 'base' ? '' : `, profile ${profile}`;
  return `${dataText(manifest)}${named}${adHoc ? ', with overrides' : ''}`;
}
