/** Settings of random search with weight sharing, for images and for text. */
import { choice, count, type SettingsOf } from '../../../schemas/setting.ts';
import { languageSearch } from '../../task/language/settings.ts';
import { scoring, sharedWeights } from '../settings.ts';

export const imageSettings = {
  ...sharedWeights,
  ...scoring,
  scoringRound: count(
    'Scoring round',
    'Architectures after which the best of them are scored again; the search finds the best of all rounds. The spaces of NAS-Bench-1Shot1 have one round after each epoch.',
    { default: 1000, source: 'Li and Talwalkar 2019, section 4.2 and supplement A.4' },
  ),
  inactiveOperations: choice(
    'Inactive operations',
    '`run`: operations of an edge that were not sampled run as well, as in liamcli/randomNAS_release, so that their running statistics move. `skip`: they do not, which is faster.',
    ['run', 'skip'],
  ),
};

export const textSettings = {
  ...languageSearch,
  evaluated: scoring.evaluated,
  scoringBatchSize: count(
    'Scoring batch size',
    'Stretches of the validation text that are read side by side when an architecture is scored on all of it.',
    {
      default: 1024,
      source: 'liamcli/randomNAS_release@6513a0a, benchmarks/ptb/darts/darts_wrapper_discrete.py',
    },
  ),
};

export type RandomWsSettings = SettingsOf<typeof imageSettings>;
export type RnnRandomWsSettings = SettingsOf<typeof textSettings>;
