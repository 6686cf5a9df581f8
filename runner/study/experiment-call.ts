/** How an experiment is called on a command line, so that an advice can be typed as it stands. */
import { shellWord } from '../util/shell-word.ts';
import type { Experiment } from './experiment.ts';

/** Such as `small --profile nano --set 'task.data=optdigits'`: the id with what makes it this experiment. */
export function experimentCall({
  manifest,
  profile,
  sets,
}: Pick<Experiment, 'manifest' | 'profile' | 'sets'>) {
  return [profileCall({ id: manifest.id, profile }), ...sets.map((set) => `--set ${quoted(set)}`)].join(' ');
}

/** A profile of a manifest, as it stands there. */
export const profileCall = ({ id, profile }: { readonly id: string; readonly profile: string }): string =>
  profile === 'base' ? id : `${id} --profile ${profile}`;

/** As a shell reads it. */
const quoted = (word: string): string => (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : shellWord(word));
