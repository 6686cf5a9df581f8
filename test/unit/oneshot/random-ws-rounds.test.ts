/** How random search with weight sharing scores over images: in rounds, on images changed as those of training are. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ImagePart } from '../../../experiments/data/part.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { search } from '../../../experiments/oneshot/random-ws/darts-cnn.ts';
import type { RandomWsSettings } from '../../../experiments/oneshot/random-ws/settings.ts';
import { dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import { tinyCounts, tinyRun, tinySettings } from './tiny-search.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const settings: RandomWsSettings = {
  ...tinySettings,
  ...{ epochs: 1, evaluated: 7, scoringRound: 3, scoringBatches: 1, rescored: 2, inactiveOperations: 'skip' },
};

async function searched(changes: Partial<RandomWsSettings>, otherPixels = false) {
  const { run, lines, progress } = tinyRun({ ...settings, ...changes }, 1);
  const validation = otherPixels ? withOtherPixels(run.validation) : run.validation;
  const outcome = await search({ ...run, validation });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failures));
  const scores = lines.flatMap(({ phase, architecture, errorPercent, loss }) =>
    phase === 'train'
      ? []
      : [{ phase, architecture, errorPercent: Number(errorPercent), loss: Number(loss) }],
  );
  return { ...outcome.value, scores, progress };
}

/** The same labels under other images. */
function withOtherPixels({ split, indices }: ImagePart): ImagePart {
  if (!('labels' in split)) throw new Error('the textures are not in memory');
  return { split: { ...split, images: split.images.toReversed() }, indices };
}

const best = <S extends { readonly errorPercent: number; readonly loss: number }>(
  scores: readonly S[],
): S[] => [...scores].sort((a, b) => a.errorPercent - b.errorPercent || a.loss - b.loss);

describe('rounds', () => {
  test('of each round the best are scored again, and the best of all rounds is found', async () => {
    const { architecture, validation, scores, progress } = await searched({});
    const phases = scores.map(({ phase }) => (phase === 'score' ? 's' : 'r')).join('');
    // Rounds of 3, 3 and 1.
    expect(phases).toBe('sssrrsssrrsr');
    const rounds = [scores.slice(0, 5), scores.slice(5, 10), scores.slice(10)];
    for (const round of rounds) {
      const scored = best(round.filter(({ phase }) => phase === 'score'));
      const again = round.filter(({ phase }) => phase === 'rescore').map((score) => score.architecture);
      expect(again).toEqual(scored.slice(0, again.length).map((score) => score.architecture));
    }
    const [winner] = best(scores.filter(({ phase }) => phase === 'rescore'));
    expect(winner?.architecture).toBe(dartsCnn('with-none').id(architecture));
    expect(validation).toMatchObject({ errorPercent: winner?.errorPercent, loss: winner?.loss });
    expect(validation.examples).toBe(tinyCounts.validation);
    expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);
  });

  test('one round scores the best of all again', async () => {
    const { scores } = await searched({ scoringRound: 1000 });
    expect(scores.map(({ phase }) => (phase === 'score' ? 's' : 'r')).join('')).toBe('sssssssrr');
  });
});

describe('validation images', () => {
  /** Cutout of more than the image leaves nothing of it, so that the images themselves cannot matter. */
  test.each([
    [200, true],
    [0, false],
  ])(
    'are changed as those of training are: with cutout %d their pixels have no effect: %s',
    async (cutout, same) => {
      const [own, other] = [await searched({ cutout }), await searched({ cutout }, true)];
      for (const phase of ['score', 'rescore']) {
        const lossesOf = ({ scores }: typeof own) =>
          scores.flatMap((score) => (score.phase === phase ? [score.loss] : []));
        expect(lossesOf(own).length).toBeGreaterThan(0);
        if (same) expect(lossesOf(other)).toEqual(lossesOf(own));
        else expect(lossesOf(other)).not.toEqual(lossesOf(own));
      }
    },
  );
});
