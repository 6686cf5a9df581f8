/** Settings of random search with weight sharing, for images and for text. */
import { choice, type SettingsOf } from '../../../schemas/setting.ts';
import { languageSearch } from '../../task/language/settings.ts';
import { scoring, sharedWeights } from '../settings.ts';

export const imageSettings = {
  ...sharedWeights,
  ...scoring,
  inactiveOperations: choice(
    'Inactive operations',
    '`run`: operations of an edge that were not sampled run as well, as in liamcli/randomNAS_release, so that their running statistics move. `skip`: they do not, which is faster.',
    ['run', 'skip'],
  ),
};

export const textSettings = { ...languageSearch, ...scoring };

export type RandomWsSettings = SettingsOf<typeof imageSettings>;
export type RnnRandomWsSettings = SettingsOf<typeof textSettings>;
