/** What a search over recurrent cells is given, and what it gives back. */
import type { CostMetrics } from '../../../schemas/metrics.ts';
import type { Corpus } from '../../data/language/corpus.ts';
import type { Key } from '../../rng/key.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';
import type { SearchObserver } from '../../trial/search-observer.ts';
import type { LanguageScore } from './score.ts';

export interface RnnSearchRun<Settings> {
  readonly settings: Settings;
  /** Its test part is not read. */
  readonly corpus: Pick<Corpus, 'vocabulary' | 'train' | 'validation'>;
  readonly key: Key;
  /** Its progress counts words. */
  readonly observer: SearchObserver;
}

export interface RnnSearchOutcome {
  readonly architecture: RnnGenotype;
  /** Of the cell found, as the search saw it. */
  readonly validation: LanguageScore;
  readonly cost: CostMetrics;
}
