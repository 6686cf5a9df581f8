/** How an experiment is called on a command line, so that an advice can be typed as it stands. */
import type { Experiment } from './experiment.ts';

/** Such as `small --profile nano --set 'task.data=optdigits'`: the id with what makes it this experiment. */
export function experimentCall({
  manifest,
  profile,
  sets,
}: Pick<Experiment, 'manifest' | 'profile' | 'sets'>) {
  const profileFlag = profile === 'base' ? [] : [`--profile ${profile}`];
  return [manifest.id, ...profileFlag, ...sets.map((set) => `--set ${quoted(set)}`)].join(' ');
}

/** As a shell reads it. */
const quoted = (word: string): string =>
  /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
