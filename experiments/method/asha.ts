/**
 * ASHA (Li et al. 2018, algorithm 2): halving that never waits. From the top rung down, a trial among the best 1/eta of
 * its rung so far is promoted if it was not before; otherwise a random architecture starts in the lowest rung. The
 * search has no end of its own.
 */
import { withDefault } from '../../schemas/setting.ts';
import { draws } from '../rng/draws.ts';
import { split } from '../rng/key.ts';
import type { BlackBoxMethod, Sampler, ScoredTrial } from './black-box-method.ts';
import type { HalvingOptions } from './hyperband.ts';
import { compareTrials, isCrashed, Ledger } from './ledger.ts';
import { defineBlackBox } from './module.ts';
import { rungEpochs } from './rungs.ts';
import { budget, halving, tinyHalving } from './settings.ts';

export const method = defineBlackBox({
  kind: 'asha',
  description:
    'Asynchronous successive halving: a free worker promotes whatever can be promoted, or begins a new architecture.',
  source: 'Li et al. 2020, algorithm 2',
  settings: { ...budget, ...halving, eta: withDefault(halving.eta, 4) },
  example: { minEpochs: 1, maxEpochs: 300, logicalWorkers: 16, evaluations: 1000 },
  tiny: { asha: tinyHalving },
  trialEpochs: rungEpochs,
  propose: (settings, { variation }, { key }) => asha(variation, { ...settings, key }),
});

/** What came back from one budget. */
interface AshaRung<A> {
  readonly epochs: number;
  /** Best first, crashed ones included. */
  readonly trials: ScoredTrial<A>[];
  readonly promoted: Set<number>;
}

export function asha<A>(space: Sampler<A>, options: HalvingOptions): BlackBoxMethod<A> {
  const newTrials = split(options.key, 'trial');
  const ledger = new Ledger<A>();
  const rungs = rungEpochs(options).map(
    (epochs): AshaRung<A> => ({ epochs, trials: [], promoted: new Set() }),
  );
  return {
    ask() {
      for (let k = rungs.length - 2; k >= 0; k -= 1) {
        const rung = rungs[k] as AshaRung<A>;
        const chosen = promotable(rung, options.eta);
        if (!chosen) continue;
        rung.promoted.add(chosen.number);
        return ledger.open(chosen.architecture, (rungs[k + 1] as AshaRung<A>).epochs, chosen.number);
      }
      const source = draws(split(newTrials, ledger.asked));
      return ledger.open(space.sample(source), (rungs[0] as AshaRung<A>).epochs);
    },
    tell(trial, score) {
      const scored = ledger.close(trial, score);
      const rung = rungs.find(({ epochs }) => epochs === scored.epochs);
      if (rung) insert(rung.trials, scored);
    },
    best: () => ledger.best,
  };
}

/** The best trial that is in the rung's best 1/eta, did not crash and was not promoted. */
function promotable<A>({ trials, promoted }: AshaRung<A>, eta: number): ScoredTrial<A> | undefined {
  const count = Math.floor(trials.length / eta);
  for (let i = 0; i < count; i += 1) {
    const trial = trials[i] as ScoredTrial<A>;
    if (!promoted.has(trial.number) && !isCrashed(trial)) return trial;
  }
  return undefined;
}

function insert<A>(trials: ScoredTrial<A>[], trial: ScoredTrial<A>): void {
  let at = trials.length;
  while (at > 0 && compareTrials(trial, trials[at - 1] as ScoredTrial<A>) < 0) at -= 1;
  trials.splice(at, 0, trial);
}
