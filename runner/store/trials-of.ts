/** The trials that a search rests on, as it names them itself. */
import { type TrialLine, trialLineFormat, trialsFile } from '../../schemas/trial.ts';
import { contentText } from './output-text.ts';
import type { OutputDigests, Store } from './store.ts';

/**
 * @param outputs of the search, such as a record or a lock names them.
 * @returns none for a job that asked for none, or whose list the store cannot give
 */
export function trialsOf(outputs: OutputDigests, store: Store): readonly TrialLine[] {
  const digest = Object.hasOwn(outputs, trialsFile) ? outputs[trialsFile] : undefined;
  const text = digest === undefined ? undefined : contentText(digest, store);
  return trialsIn(text ?? '');
}

/** Lines of another form are passed over. */
export const trialsIn = (text: string): readonly TrialLine[] =>
  text.split('\n').flatMap((line) => {
    const read = line === '' ? undefined : trialLineFormat.parse(line);
    return read?.ok === true ? [read.value] : [];
  });
